package io.latentmesh.orchestrator.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every text, tried on 4,000 from fixed seeds. */
class PromptPropertiesTest {
  private static final int TEXTS = 4_000;
  private static final int STEPS = 7;

  @ParameterizedTest
  @EnumSource(PromptSyntax.class)
  void anyText_isReadOrRefusedWithAPlaceWithinIt(PromptSyntax syntax) {
    var language = new PromptLanguage(syntax, Emphasis.ORIGINAL);
    var texts = new RandomPrompts(1);
    int refused = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = texts.next();
      try {
        assertSound(PromptReader.read(language, new PromptSource(text, Optional.empty()), STEPS));
      } catch (PromptException refusal) {
        refused++;
        assertThat(refusal.position()).as(text).isBetween(0, text.codePointCount(0, text.length()));
        assertThat(refusal).as(text).hasMessageStartingWith("at character " + refusal.position());
      }
    }
    assertThat(refused).isLessThan(TEXTS / 2);
  }

  @Test
  void weightedParts_printedAndReadAgain_areTheSame() {
    var texts = new RandomPrompts(2);
    for (int i = 0; i < TEXTS; i++) {
      String text = texts.next();
      List<PromptPart> parts;
      try {
        parts = parts(text);
      } catch (PromptException refusal) {
        continue;
      }
      String printed = PromptPrinter.print(parts);
      assertThat(parts(printed)).as("%s printed as %s", text, printed).isEqualTo(parts);
    }
  }

  @Test
  void longestText_isReadInTimeThatIsLinear() {
    // Quadratic readers take minutes for these.
    Stream.of("[a)", "(a)", "[a|b", "a:", "\\", "[a:b:", " ", "(a:1)", "<a:", "x:1 ", "AND")
        .map(piece -> piece.repeat(16_384 / piece.length()))
        .forEach(text -> {
          try {
            PromptReader.read(
                new PromptLanguage(PromptSyntax.A1111, Emphasis.ORIGINAL),
                new PromptSource(text, Optional.empty()),
                STEPS);
          } catch (PromptException refusal) {
            assertThat(refusal).hasMessageContaining("nest");
          }
        });
  }

  private static List<PromptPart> parts(String text) {
    return AttentionParser.parse(PositionedText.of("prompt", text), new PromptNotes());
  }

  private static void assertSound(Prompts prompts) {
    for (PromptTerm term : prompts.terms()) {
      assertThat(term.schedule().spans())
          .extracting(PromptSchedule.Span::end)
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(term.schedule().spans().getLast().end()).isGreaterThanOrEqualTo(STEPS);
    }
  }
}
