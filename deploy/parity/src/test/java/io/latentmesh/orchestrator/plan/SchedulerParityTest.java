package io.latentmesh.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latentmesh.orchestrator.sampling.Guidance;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.sampling.Noise;
import io.latentmesh.orchestrator.sampling.TorchGenerator;
import io.latentmesh.parity.FixtureCase;
import io.latentmesh.parity.Fixtures;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The schedulers of diffusers on a network given as a formula, step by step. */
class SchedulerParityTest {
  /** Between two versions of torch the same run differs by a tenth of it; fixtures/README.md. */
  private static final double LATENT_LIMIT = 1e-5;

  /**
   * What float32 loses of a latent while it is as large as sigma, in diffusers as here, though at
   * other places of the formula: a few units in the last place.
   */
  private static final double ROUNDING = 0x1p-22;

  /** More noise than that is only met where there is no signal, and not by every class. */
  private static final double LARGEST_AMPLITUDE = 0x1p14;

  private static final double SIGMA_LIMIT = 1e-6;
  private static final double TIMESTEP_LIMIT = 2e-4;

  /**
   * rescale_betas_zero_snr subtracts nearly equal roots, and torch takes them from a library whose
   * last bits depend on the processor.
   */
  private static final double RESCALED_SIGMA_LIMIT = 2e-4;

  private static final double RESCALED_LATENT_LIMIT = 5e-5;
  private static final double RESCALED_SIGMA_FLOOR = 1.5e-5;
  private static final double RESCALED_TIMESTEP_LIMIT = 2e-3;

  @TestFactory
  Stream<DynamicTest> plan_onTheFakeNetwork_followsDiffusers() {
    return tests(Fixtures.folder());
  }

  @TestFactory
  Stream<DynamicTest> plan_onOtherConfigurations_followsDiffusers() {
    return tests(Fixtures.extraFolder());
  }

  private static Stream<DynamicTest> tests(Path folder) {
    return Fixtures.cases(folder, fixture -> fixture.expected().has("fake_model")).stream()
        .flatMap(fixture ->
            elements(fixture.expected().path("runs"))
                .map(run -> dynamicTest(run.path("name").asText(), () -> check(fixture, run))));
  }

  private static void check(FixtureCase fixture, JsonNode run) {
    skipWhatIsNotAPlainRun(run);
    SamplingPlan plan = plan(run);
    checkSchedule(plan, run);
    checkLatents(plan, fixture, run);
  }

  private static void skipWhatIsNotAPlainRun(JsonNode run) {
    if (run.has("img2img")) {
      abort("starts in the middle (img2img)");
    }
    if (run.path("steps").isNull() || !run.path("set_kwargs").isEmpty()) {
      abort("custom schedule " + run.path("set_kwargs"));
    }
    ObjectNode others = run.path("step_kwargs").deepCopy();
    others.remove("eta");
    if (!others.isEmpty()) {
      abort("step options " + others);
    }
    if (!run.path("finite").booleanValue()) {
      abort("diffusers itself gives values that are not finite");
    }
  }

  private static SamplingPlan plan(JsonNode run) {
    ObjectNode config = run.path("config").deepCopy();
    config.put("_class_name", run.path("cls").asText());
    return ReferencePlans.of(config, run, run.path("step_kwargs"));
  }

  private static void checkSchedule(SamplingPlan plan, JsonNode run) {
    boolean rescaled = isRescaled(run);
    List<Double> timesteps = numbers(run.path("timesteps"));
    assertThat(plan.timesteps()).hasSameSizeAs(timesteps);
    for (int i = 0; i < timesteps.size(); i++) {
      double fractional = rescaled ? RESCALED_TIMESTEP_LIMIT : TIMESTEP_LIMIT;
      double limit = timesteps.get(i) % 1 == 0 ? 0 : fractional;
      assertThat(plan.timesteps().get(i)).isCloseTo(timesteps.get(i), within(limit));
    }
    List<Double> sigmas = numbers(run.path("sigmas"));
    for (int i = 0; i < sigmas.size(); i++) {
      double limit = sigmaLimit(sigmas.get(i), rescaled);
      assertThat(plan.sigmas().get(i)).isCloseTo(sigmas.get(i), within(limit));
    }
    Latent one = Latent.of(new LatentShape(1, 1, 1), new float[] {1});
    double expected = run.path("init_noise_sigma").doubleValue();
    assertThat(
            largest(StepRecorder.inDiffusersScale(plan, plan.start(one), plan.sigmas().getFirst())))
        .isCloseTo(expected, within(sigmaLimit(expected, rescaled)));
  }

  private static boolean isRescaled(JsonNode run) {
    return run.path("config").path("rescale_betas_zero_snr").asBoolean();
  }

  private static double sigmaLimit(double sigma, boolean rescaled) {
    return rescaled ? RESCALED_SIGMA_FLOOR + RESCALED_SIGMA_LIMIT * sigma : SIGMA_LIMIT * sigma;
  }

  private static void checkLatents(SamplingPlan plan, FixtureCase fixture, JsonNode run) {
    List<Long> extents = fixture.shape(run.path("trajectory").asText());
    LatentShape shape =
        new LatentShape(
            Math.toIntExact(extents.get(1) * extents.get(2)),
            Math.toIntExact(extents.get(3)),
            Math.toIntExact(extents.get(4)));
    float[] expected = fixture.floats(run.path("trajectory").asText());
    StepRecorder recorder = new StepRecorder(plan);
    List<Latent> steps = recorder.steps(sample(plan, recorder, fixture.expected(), shape));
    int each = shape.elements();
    assertThat(steps.size() * each).isEqualTo(expected.length);
    double relative = isRescaled(run) ? RESCALED_LATENT_LIMIT : LATENT_LIMIT;
    double amplitude = 0;
    for (int i = 0; i < steps.size(); i++) {
      amplitude = Math.max(amplitude, largest(recorder.asked().get(i)));
      Latent reference = Latent.of(shape, Arrays.copyOfRange(expected, i * each, (i + 1) * each));
      double limit =
          relative * largest(reference) + ROUNDING * Math.min(amplitude, LARGEST_AMPLITUDE);
      assertThat(largest(steps.get(i).plus(reference.times(-1))))
          .as("largest difference after step %d", i)
          .isLessThanOrEqualTo(limit);
    }
  }

  private static Latent sample(
      SamplingPlan plan, StepRecorder recorder, JsonNode seeds, LatentShape shape) {
    Noise start = Noise.of(new TorchGenerator(seeds.path("x_seed").longValue()), shape);
    Noise noise = Noise.of(new TorchGenerator(seeds.path("noise_seed").longValue()), shape);
    return plan.sample(
        recorder.recording(Guidance.unguided(plan.denoiser(SchedulerParityTest::predict))),
        plan.start(start.next()),
        noise);
  }

  /** pred = tanh(0.5 x) + 0.001 t in float32. */
  private static List<Latent> predict(Latent input, double timestep, List<Integer> conditionings) {
    assertThat(conditionings).containsExactly(0);
    float[] values = input.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.tanh(0.5 * values[i]) + (float) (0.001 * timestep);
    }
    return List.of(Latent.of(input.shape(), values));
  }

  private static double largest(Latent latent) {
    float[] values = latent.toArray();
    return IntStream.range(0, values.length)
        .mapToDouble(i -> Math.abs(values[i]))
        .max()
        .orElseThrow();
  }

  private static List<Double> numbers(JsonNode array) {
    return elements(array).map(JsonNode::doubleValue).toList();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(array::path);
  }
}
