package io.latentmesh.orchestrator.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextLengthTest {
  /** Chunks of 4 tokens. */
  @ParameterizedTest
  @CsvSource({
    "PLAIN, 'a b c d e f g h i', 1",
    "A1111, '', 1",
    "A1111, 'a red heart.', 1",
    "A1111, 'a red heart, blue', 2",
    "A1111, '(a:1.3) (b:1.2) c d', 1",
    "A1111, 'year 2024', 2",
    "A1111, 'a BREAK b BREAK c d e f g', 4",
    "A1111, 'a [b:c d e f g:0.5]', 2",
    "COMPEL, '(\"a b\", \"a b c d e\").blend(1, 1)', 2",
    "COMPEL, '(\"a b\", \"a b c d e\").and()', 3",
  })
  void chunks_ofAPrompt_areThoseOfItsWordsAndMarks(PromptSyntax syntax, String text, int chunks) {
    assertThat(read(syntax, text, Optional.empty()).chunks(4)).isEqualTo(chunks);
  }

  @ParameterizedTest
  @CsvSource({"'a b c d e', 2", "'a', 1"})
  void chunks_ofANegativeThatIsLonger_areIts(String negative, int chunks) {
    assertThat(read(PromptSyntax.A1111, "a", Optional.of(negative)).chunks(4)).isEqualTo(chunks);
  }

  private static Prompts read(PromptSyntax syntax, String text, Optional<String> negative) {
    var language = new PromptLanguage(syntax, Emphasis.ORIGINAL);
    return PromptReader.read(language, new PromptSource(text, negative), 10);
  }
}
