package io.latentmesh.orchestrator.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromptReaderTest {
  private static final PromptLanguage A1111 =
      new PromptLanguage(PromptSyntax.A1111, Emphasis.ORIGINAL);

  @Test
  void plainSyntax_leavesEveryCharacterAsItIs() {
    String text = "a (cat:1.2) AND [b|c] --neg <lora:x:1> \\";
    Prompts prompts = read(PromptLanguage.PLAIN, text, Optional.of("(dog)"));
    assertThat(prompts.terms()).containsExactly(new PromptTerm(1, constant(text)));
    assertThat(prompts.negative()).contains(constant("(dog)"));
    assertThat(prompts.notes()).isEmpty();
  }

  @Test
  void plainSyntax_keepsTheDifferenceBetweenNoNegativeAndAnEmptyOne() {
    assertThat(read(PromptLanguage.PLAIN, "a", Optional.empty()).negative()).isEmpty();
    assertThat(read(PromptLanguage.PLAIN, "a", Optional.of("")).negative()).contains(constant(""));
  }

  @Test
  void and_separatesTermsWithTheirWeights() {
    Prompts prompts = read("a cat AND a (dog:1.2) :0.5 AND fog:-1");
    assertThat(prompts.terms()).extracting(PromptTerm::weight).containsExactly(1.0, 0.5, -1.0);
    assertThat(prompts.composed()).isTrue();
    assertThat(parts(prompts, 1)).containsExactly(fragment(" a ", 1), fragment("dog", 1.2));
  }

  @Test
  void oneTermOfWeightOne_isNotComposed() {
    assertThat(read("a cat").composed()).isFalse();
    assertThat(read("a cat:0.5").composed()).isTrue();
  }

  @Test
  void neg_splitsOffTheNegative() {
    Prompts prompts = read("a cat --neg blurry (bad:1.3)");
    assertThat(parts(prompts, 0)).containsExactly(fragment("a cat", 1));
    PromptText negative = prompts.negative().orElseThrow().texts().getFirst();
    assertThat(((PromptText.Weighted) negative).parts())
        .containsExactly(fragment(" blurry ", 1), fragment("bad", 1.3));
  }

  @Test
  void neg_withinAWord_isText() {
    assertThat(read("a--neg cat").negative()).isEmpty();
  }

  @Test
  void negBesideANegativePrompt_isRefusedWithItsPlace() {
    assertThatThrownBy(() -> read(A1111, "a cat --neg b", Optional.of("c")))
        .isInstanceOf(PromptException.class)
        .hasMessage("at character 6: --neg and negative_prompt exclude each other");
  }

  @Test
  void emptyNegative_isNone() {
    assertThat(read(A1111, "a", Optional.of(" ")).negative()).isEmpty();
  }

  @Test
  void andInANegative_isAWord() {
    PromptSchedule negative = read(A1111, "a", Optional.of("b AND c")).negative().orElseThrow();
    assertThat(((PromptText.Weighted) negative.texts().getFirst()).parts())
        .containsExactly(fragment("b AND c", 1));
  }

  @Test
  void change_holdsOneEvaluationLongerThanItsStep() {
    // The original looks up evaluations from 0 among steps from 1.
    assertThat(schedule("[a:b:0.5]").spans())
        .extracting(PromptSchedule.Span::end)
        .containsExactly(5, 10);
  }

  @Test
  void neighboursOfOneText_areOneSpan() {
    assertThat(schedule("a [b|b]").spans()).hasSize(1);
  }

  @Test
  void extraNetworks_areLeftOutAndNoted() {
    Prompts prompts = read("é <lora:neon:0.8> cat");
    assertThat(parts(prompts, 0)).containsExactly(fragment("é  cat", 1));
    assertThat(prompts.notes())
        .containsExactly("prompt: at character 2: <lora:neon:0.8> is left out: it names no words");
  }

  @Test
  void bracketThatIsNotClosed_isNotedWithItsPlace() {
    assertThat(read("a [b:c:2] (cat").notes())
        .containsExactly("prompt: at character 10: '(' is not closed: its weight holds to the end");
  }

  @Test
  void barOutsideOfBrackets_isNotedWithItsPlace() {
    assertThat(read("a | [b:2]").notes())
        .hasSize(1)
        .first()
        .asString()
        .contains("character 2: '|'");
  }

  @Test
  void weightThatIsNoNumber_isRefusedWithItsPlaceInTheOriginal() {
    assertThatThrownBy(() -> read("😀 <x:1>[a:b:2] (cat:1.2.3)"))
        .isInstanceOf(PromptException.class)
        .hasMessage("at character 20: a weight must be a number such as 1.3, was '1.2.3'")
        .extracting(e -> ((PromptException) e).position())
        .isEqualTo(20);
  }

  @Test
  void hugeWeight_isRefused() {
    assertThatThrownBy(() -> read("(cat:1001)")).hasMessageContaining("from -1000 to 1000");
    assertThatThrownBy(() -> read("((cat:900):900)")).hasMessageContaining("at most 1000");
    assertThatThrownBy(() -> read("cat:101")).hasMessageContaining("from -100 to 100");
  }

  @Test
  void bracketsThatNestTooDeep_areRefusedWithTheirPlace() {
    assertThatThrownBy(() -> read("x" + "(".repeat(100)))
        .hasMessage("at character 65: brackets must nest at most 64 deep");
  }

  @Test
  void negativePromptThatCannotBeRead_isNamed() {
    assertThatThrownBy(() -> read(A1111, "a", Optional.of("(b:.)")))
        .extracting(e -> ((PromptException) e).field())
        .isEqualTo("negative_prompt");
  }

  @Test
  void emphasisNone_readsNoBrackets() {
    Prompts prompts =
        read(
            new PromptLanguage(PromptSyntax.A1111, Emphasis.NONE),
            "a (cat:1.2) BREAK [b:c:3]",
            Optional.empty());
    assertThat(parts(prompts, 0)).containsExactly(fragment("a (cat:1.2) BREAK b", 1));
    assertThat(prompts.terms().getFirst().schedule().spans()).hasSize(2);
  }

  @Test
  void breakWithinBrackets_endsTheChunk() {
    assertThat(parts(read("(a BREAK b:1.2)"), 0))
        .containsExactly(fragment("a", 1.2), new PromptPart.Break(), fragment("b", 1.2));
  }

  private static Prompts read(String prompt) {
    return read(A1111, prompt, Optional.empty());
  }

  private static Prompts read(PromptLanguage language, String prompt, Optional<String> negative) {
    return PromptReader.read(language, new PromptSource(prompt, negative), 10);
  }

  private static PromptSchedule schedule(String prompt) {
    return read(prompt).terms().getFirst().schedule();
  }

  private static List<PromptPart> parts(Prompts prompts, int term) {
    PromptText text = prompts.terms().get(term).schedule().texts().getFirst();
    return ((PromptText.Weighted) text).parts();
  }

  private static PromptPart fragment(String text, double weight) {
    return new PromptPart.Fragment(text, weight);
  }

  private static PromptSchedule constant(String text) {
    return PromptSchedule.constant(new PromptText.Plain(text));
  }
}
