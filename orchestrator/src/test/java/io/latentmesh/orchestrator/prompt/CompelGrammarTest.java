package io.latentmesh.orchestrator.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.latentmesh.orchestrator.prompt.PromptText.Blend;
import io.latentmesh.orchestrator.prompt.PromptText.BlendedPrompt;
import io.latentmesh.orchestrator.prompt.PromptText.Conjunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What compel 2.5.1 answered, and what is refused. */
class CompelGrammarTest {
  @Test
  void prompt_ofEveryText_isCompels() {
    SoftAssertions softly = new SoftAssertions();
    for (JsonNode item : cases()) {
      String text = item.path("text").asText();
      softly.assertThat(read(text)).as(text).isEqualTo(conjunction(item));
    }
    softly.assertAll();
  }

  @Test
  void swap_isRefusedWithItsPlace() {
    assertThatThrownBy(() -> read("a cat.swap(dog)"))
        .isInstanceOf(PromptException.class)
        .hasMessageStartingWith("at character 5: .swap(...) is not supported: it is no part of a");
  }

  @Test
  void downweight_ofTheRequest_isTheConjunctions() {
    var language = new PromptLanguage(PromptSyntax.COMPEL, Emphasis.ORIGINAL, Downweight.REMOVE);
    Prompts prompts = PromptReader.read(language, new PromptSource("a-", Optional.of("b-")), 1);
    assertThat(List.of(prompts.terms().getFirst().schedule(), prompts.negative().orElseThrow()))
        .flatExtracting(PromptSchedule::texts)
        .extracting(text -> ((Conjunction) text).downweight())
        .containsExactly(Downweight.REMOVE, Downweight.REMOVE);
  }

  /** As compel 2.5.1 reads them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "cat.attend(1.3); cat@1.3",
        "(a cat).attend(1.3) on a mat; a cat@1.3, on a mat@1.0",
        "a cat.attend(+) b; a@1.0, cat@1.1, b@1.0",
        "(a (b)1.2 c).attend(1.5); a@1.5, b@1.7999999999999998, c@1.5",
      })
  void attend_withAWeight_isThatWeight(String text, String fragments) {
    PromptText.BlendedPrompt prompt =
        ((Conjunction) read(text)).blends().getFirst().prompts().getFirst();
    assertThat(
            prompt.fragments().stream()
                .map(fragment -> fragment.text() + "@" + fragment.weight())
                .collect(Collectors.joining(", ")))
        .isEqualTo(fragments);
  }

  @Test
  void attend_withoutAWeight_isRefused() {
    assertThatThrownBy(() -> read("cat.attend(x)"))
        .hasMessageStartingWith("at character 3: .attend(...) is not supported");
  }

  @Test
  void lora_isRefusedWithItsPlace() {
    assertThatThrownBy(() -> read("a cat withLora(x, 1)"))
        .hasMessageStartingWith("at character 6: withLora(...) is not supported");
  }

  @Test
  void weightsThatAreNotAsManyAsPrompts_areRefused() {
    assertThatThrownBy(() -> read("(\"a\", \"b\").blend(1)"))
        .hasMessage(
            "at character 17: there must be as many weights as prompts, 2, or none; there are 1");
  }

  @Test
  void weightThatIsNoNumber_isRefused() {
    assertThatThrownBy(() -> read("(\"a\", \"b\").and(1, x)"))
        .hasMessageContaining("a weight must be a number");
  }

  @Test
  void textBehindAnOperator_isRefused() {
    assertThatThrownBy(() -> read("(\"a\", \"b\").and() c"))
        .hasMessage("at character 17: nothing may follow an operator");
  }

  @Test
  void weightsThatAddUpToZero_needNoNormalize() {
    assertThatThrownBy(() -> read("(\"a\", \"b\").blend(1, -1)"))
        .hasMessageContaining("add up to 0");
    assertThat(read("(\"a\", \"b\").blend(1, -1, no_normalize)")).isNotNull();
  }

  private static PromptText read(String text) {
    var language = new PromptLanguage(PromptSyntax.COMPEL, Emphasis.ORIGINAL);
    Prompts prompts = PromptReader.read(language, new PromptSource(text, Optional.empty()), 1);
    return prompts.terms().getFirst().schedule().texts().getFirst();
  }

  private static Conjunction conjunction(JsonNode item) {
    List<Blend> blends = new ArrayList<>();
    for (int i = 0; i < item.path("prompts").size(); i++) {
      double weight = item.path("weights").get(i).asDouble();
      blends.add(blend(weight, item.path("prompts").get(i)));
    }
    return new Conjunction(blends, Downweight.MASK, item.path("text").asText());
  }

  private static Blend blend(double weight, JsonNode prompt) {
    if (prompt.isArray()) {
      return new Blend(weight, List.of(new BlendedPrompt(1, fragments(prompt))), false);
    }
    List<BlendedPrompt> prompts = new ArrayList<>();
    for (int i = 0; i < prompt.path("p").size(); i++) {
      prompts.add(
          new BlendedPrompt(
              prompt.path("w").get(i).asDouble(), fragments(prompt.path("p").get(i))));
    }
    return new Blend(weight, prompts, prompt.path("n").asBoolean());
  }

  private static List<PromptPart.Fragment> fragments(JsonNode list) {
    List<PromptPart.Fragment> fragments = new ArrayList<>();
    for (JsonNode fragment : list) {
      String text = fragment.get(0).asText().strip();
      if (!text.isEmpty()) {
        fragments.add(new PromptPart.Fragment(text, fragment.get(1).asDouble()));
      }
    }
    return fragments;
  }

  private static JsonNode cases() {
    try (InputStream json = CompelGrammarTest.class.getResourceAsStream("compel.json")) {
      JsonNode cases = new ObjectMapper().readTree(Objects.requireNonNull(json));
      assertThat(cases).hasSizeGreaterThan(100);
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
