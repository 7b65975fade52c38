package io.latentmesh.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latentmesh.orchestrator.sampling.ConditionalDenoiser;
import io.latentmesh.orchestrator.sampling.Denoiser;
import io.latentmesh.orchestrator.sampling.Guidance;
import io.latentmesh.orchestrator.sampling.GuidanceRescale;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.sampling.Noise;
import io.latentmesh.orchestrator.sampling.TorchGenerator;
import io.latentmesh.parity.FixtureCase;
import io.latentmesh.parity.Fixtures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whole runs of StableDiffusionPipeline, from the prompt to the picture. */
class RunsParityTest {
  private static final double IMAGE_LIMIT = 1e-3;

  private static final Set<String> UNDERSTOOD =
      Set.of(
          "callback_timesteps",
          "clip_skip",
          "eta",
          "guidance",
          "height",
          "init_noise_sigma",
          "name",
          "negative",
          "num_images",
          "num_timesteps",
          "prompt",
          "rescale",
          "scheduler_class",
          "scheduler_config",
          "seed",
          "sigmas",
          "step_abs_mean",
          "steps",
          "tensors",
          "timesteps",
          "width");

  private static final Map<FixtureCase, CaseModels> MODELS = new HashMap<>();

  @AfterAll
  static void closeModels() {
    MODELS.values().forEach(CaseModels::close);
    MODELS.clear();
  }

  @TestFactory
  Stream<DynamicTest> run_fromPromptToPicture_isTheReferences() {
    return Fixtures.cases(
            Fixtures.folder(),
            fixture -> fixture.isStableDiffusion() && fixture.expected().has("runs"))
        .stream()
        .flatMap(fixture ->
            elements(fixture.expected().path("runs"))
                .filter(RunsParityTest::isOurs)
                .map(run ->
                    dynamicTest(
                        fixture.name() + " " + run.path("name").asText(),
                        () -> check(fixture, run))));
  }

  /**
   * Those that start from a picture are drawn through all services, in StartRunsIT of e2e, those of
   * ControlNets in ControlNetRunsParityTest.
   */
  private static boolean isOurs(JsonNode run) {
    return !run.has("strength") && !run.has("nets");
  }

  private static void check(FixtureCase fixture, JsonNode run) {
    SamplingPlan plan = plan(run);
    CaseModels models = MODELS.computeIfAbsent(fixture, CaseModels::load);
    Reference reference = Reference.of(fixture, run);
    List<Noise> noises = noises(run, reference.shape());
    assertThat(noises).hasSize(reference.images());
    for (int image = 0; image < noises.size(); image++) {
      Noise noise = noises.get(image);
      Latent unit = noise.next();
      assertThat(unit.toArray()).isEqualTo(reference.latent("noise", image).toArray());
      StepRecorder recorder = new StepRecorder(plan);
      Denoiser denoiser = recorder.recording(denoiser(models, plan, run));
      Latent end = plan.sample(denoiser, plan.start(unit), noise);
      RunLatents.check(reference, image, recorder.steps(end));
      checkImage(reference, image, models.decode(end));
    }
  }

  private static SamplingPlan plan(JsonNode run) {
    List<String> others = new ArrayList<>();
    run.fieldNames().forEachRemaining(others::add);
    others.removeAll(UNDERSTOOD);
    if (!others.isEmpty() || !run.path("steps").isInt()) {
      abort("needs " + others);
    }
    ObjectNode config = run.path("scheduler_config").deepCopy();
    config.put("_class_name", run.path("scheduler_class").asText());
    return ReferencePlans.of(config, run, run);
  }

  private static Denoiser denoiser(CaseModels models, SamplingPlan plan, JsonNode run) {
    int clipSkip = run.path("clip_skip").asInt(0);
    double guidance = run.path("guidance").doubleValue();
    float[] prompt = models.encode(run.path("prompt").asText(), clipSkip);
    if (guidance <= 1) {
      return Guidance.unguided(plan.denoiser(models.network(List.of(prompt))));
    }
    float[] negative = models.encode(run.path("negative").asText(""), 0); // never skips layers
    ConditionalDenoiser model = plan.denoiser(models.network(List.of(negative, prompt)));
    double rescale = run.path("rescale").doubleValue();
    return rescale == 0
        ? Guidance.classifierFree(model, guidance)
        : new GuidanceRescale(rescale, plan::skip)
            .of(Guidance.guided(model, sigma -> guidance))
            .alone();
  }

  private static List<Noise> noises(JsonNode run, LatentShape shape) {
    JsonNode seed = run.path("seed");
    return seed.isArray()
        ? elements(seed).map(each -> Noise.of(new TorchGenerator(each.longValue()), shape)).toList()
        : new BatchNoise(seed.longValue(), shape, run.path("num_images").asInt(1)).perImage();
  }

  /** The reference is [B, H, W, 3]. */
  private static void checkImage(Reference reference, int index, float[] actual) {
    if (!reference.has("image")) {
      return;
    }
    float[] all = reference.floats("image");
    float[] expected = Arrays.copyOfRange(all, index * actual.length, (index + 1) * actual.length);
    int pixels = actual.length / 3;
    double largest =
        IntStream.range(0, actual.length)
            .mapToDouble(i -> Math.abs(actual[i] - expected[i % pixels * 3 + i / pixels]))
            .max()
            .orElseThrow();
    assertThat(largest).as("image").isLessThanOrEqualTo(IMAGE_LIMIT);
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(array::path);
  }
}
