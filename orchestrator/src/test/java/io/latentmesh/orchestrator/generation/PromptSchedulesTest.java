package io.latentmesh.orchestrator.generation;

import static io.latentmesh.orchestrator.request.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.prompt.Emphasis;
import io.latentmesh.orchestrator.prompt.PromptLanguage;
import io.latentmesh.orchestrator.prompt.PromptSyntax;
import io.latentmesh.orchestrator.request.ExtraOutput;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.orchestrator.request.Requests;
import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.serving.FieldViolation;
import io.latentmesh.serving.ServiceException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Prompts that change on the way, or have several parts, down to the denoiser's rows. */
class PromptSchedulesTest {
  private static final int STEPS = 6;

  private final FakeMesh mesh = new FakeMesh();

  @Test
  void promptThatChanges_sendsEachTextOnceAndNamesTheOneThatHolds() {
    draw("a [cat:dog:2]", "");
    assertThat(conditionings()).hasSize(3);
    assertThat(rows())
        .containsExactly(
            List.of(0, 1),
            List.of(0, 1),
            List.of(0, 1),
            List.of(0, 2),
            List.of(0, 2),
            List.of(0, 2));
  }

  @Test
  void alternation_goesRound() {
    draw("[cat|dog]", "");
    assertThat(rows())
        .containsExactly(
            List.of(0, 1),
            List.of(0, 1),
            List.of(0, 2),
            List.of(0, 1),
            List.of(0, 2),
            List.of(0, 1));
  }

  @Test
  void negativeThatChanges_changesTheUnconditionalRow() {
    draw("a cat", "[fog:1]");
    assertThat(rows())
        .containsExactly(
            List.of(0, 2),
            List.of(0, 2),
            List.of(1, 2),
            List.of(1, 2),
            List.of(1, 2),
            List.of(1, 2));
  }

  @Test
  void terms_haveARowEachAndOneForWhatTheyAreAddedTo() {
    draw("a cat AND a dog:0.5", "");
    assertThat(rows()).hasSize(STEPS).containsOnly(List.of(0, 1, 2));
  }

  @Test
  void termsWithoutGuidance_stillHaveTheUnconditionalRow() {
    generate(request("a cat AND a dog", Optional.empty(), 1));
    assertThat(rows()).hasSize(STEPS).containsOnly(List.of(0, 1, 2));
  }

  @Test
  void twoTermsOfOneText_drawWhatOneOfBothWeightsDraws() {
    assertThat(latent(" a cat AND a cat:-0.25")).isEqualTo(latent(" a cat:0.75"));
  }

  @Test
  void oneTermOfWeightOne_drawsWhatThePlainTextDraws() {
    assertThat(latent("a cat:1")).isEqualTo(latent("a cat"));
  }

  @Test
  void shorterTexts_areFollowedByTheEmptyOne() {
    draw("a BREAK b BREAK c", "d");
    List<Conditioning> all = conditionings();
    assertThat(all).extracting(Conditioning::length).containsOnly(18);
    float[] negative = all.getFirst().hiddenStates();
    assertThat(Arrays.copyOfRange(negative, 18, 36))
        .isEqualTo(Arrays.copyOfRange(negative, 36, 54));
  }

  @Test
  void tooManyTexts_areRefusedWithTheirNumber() {
    ServiceException refusal =
        catchThrowableOfType(
            ServiceException.class,
            () ->
                mesh.plan(
                    Requests.steps(40)
                        .apply(request("[a|b|c|d|e] [a|b|c|d]", Optional.empty(), 5))));
    assertThat(refusal.violations()).extracting(FieldViolation::field).containsExactly("prompt");
    assertThat(refusal.message()).contains("at most 16 different texts");
  }

  @Test
  void promptThatCannotBeRead_isRefusedWithItsPlace() {
    ServiceException refusal =
        catchThrowableOfType(
            ServiceException.class,
            () -> mesh.plan(request("a (cat:1.2.3)", Optional.of("(b:.)"), 5)));
    assertThat(refusal.violations())
        .containsExactly(
            new FieldViolation(
                "prompt", "at character 7: a weight must be a number such as 1.3, was '1.2.3'"));
  }

  @Test
  void clipSkip_countsForTheNegativeToo() {
    draw("a", "b");
    assertThat(mesh.textEncoder.encoded()).allMatch(input -> input.clipSkip() == 1);
  }

  @Test
  void notes_reachTheClientAsWarnings() {
    RecordingListener listener = generate(request("a <lora:x:1>", Optional.empty(), 5));
    assertThat(listener.events(GenerationEvent.Accepted.class).getFirst().warnings())
        .contains("prompt: at character 2: <lora:x:1> is left out: it names no words");
  }

  private void draw(String prompt, String negative) {
    generate(request(prompt, Optional.of(negative), 5));
  }

  private float[] latent(String prompt) {
    GenerationEvent.Image image =
        generate(request(prompt, Optional.empty(), 5)).images().getFirst();
    return image.extras().finalLatents().orElseThrow().toArray();
  }

  private RecordingListener generate(GenerationRequest request) {
    mesh.catalog.refresh();
    var listener = new RecordingListener();
    mesh.generations.generate(
        "job", request, new ImageThreads(Thread.ofVirtual().factory()), listener);
    return listener;
  }

  private List<List<Integer>> rows() {
    return mesh.denoiser.asked();
  }

  private List<Conditioning> conditionings() {
    return mesh.denoiser.conditionings().getLast();
  }

  private static GenerationRequest request(
      String prompt, Optional<String> negative, double guidance) {
    var language = new PromptLanguage(PromptSyntax.A1111, Emphasis.ORIGINAL);
    return with(
        Requests.text(new GenerationRequest.Text(prompt, negative, OptionalInt.of(1), language)),
        Requests.steps(STEPS),
        Requests.sampler("euler"),
        Requests.guidanceScale(guidance),
        Requests.extras(ExtraOutput.FINAL_LATENTS));
  }
}
