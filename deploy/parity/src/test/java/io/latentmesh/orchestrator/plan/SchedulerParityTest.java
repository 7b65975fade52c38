package io.latentmesh.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latentmesh.orchestrator.sampling.Guidance;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentScale;
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
    SamplingPlan plan = plan(run);
    checkTimesteps(plan, run);
    checkSigmas(plan, run);
    if (run.path("cls").asText().equals("DPMSolverSDEScheduler")) {
      checkLatents(ReferencePlans.onItsSigmas(config(run), run), fixture, run);
    } else if (run.path("finite").booleanValue()) {
      checkLatents(plan, fixture, run);
    } else {
      checkSums(plan, fixture, run);
    }
  }

  private static SamplingPlan plan(JsonNode run) {
    return ReferencePlans.of(config(run), run, run.path("step_kwargs"));
  }

  private static JsonNode config(JsonNode run) {
    ObjectNode config = run.path("config").deepCopy();
    config.put("_class_name", run.path("cls").asText());
    return config;
  }

  private static int begin(JsonNode run) {
    return run.path("img2img").path("begin").asInt(0);
  }

  private static void checkTimesteps(SamplingPlan plan, JsonNode run) {
    List<Double> all = ReferencePlans.numbers(run.path("timesteps"));
    List<Double> timesteps = all.subList(begin(run), all.size());
    assertThat(plan.timesteps()).hasSameSizeAs(timesteps);
    for (int i = 0; i < timesteps.size(); i++) {
      double fractional = isRescaled(run) ? RESCALED_TIMESTEP_LIMIT : TIMESTEP_LIMIT;
      boolean middle = hasMiddles(run) && i % 2 == 1; // any number, if a whole one by chance
      double limit = timesteps.get(i) % 1 == 0 && !middle ? 0 : fractional;
      assertThat(plan.timesteps().get(i)).isCloseTo(timesteps.get(i), within(limit));
    }
  }

  private static boolean hasMiddles(JsonNode run) {
    return run.path("cls").asText().matches("KDPM2.*|DPMSolverSDE.*");
  }

  /** Some classes list the ends of a step where they ask in its middle; others list nothing. */
  private static void checkSigmas(SamplingPlan plan, JsonNode run) {
    boolean rescaled = isRescaled(run);
    boolean middles = hasMiddles(run);
    List<Double> sigmas = ReferencePlans.numbers(run.path("sigmas"));
    for (int i = 0; i < plan.sigmas().size() && !sigmas.isEmpty(); i += middles ? 2 : 1) {
      double expected = sigmas.get(begin(run) + i);
      double actual = plan.sigmas().get(i);
      boolean straight = plan.scale() == LatentScale.STRAIGHT;
      assertThat(straight ? actual / (1 + actual) : actual)
          .isCloseTo(expected, within(sigmaLimit(expected, rescaled)));
    }
    if (!run.has("img2img")) {
      Latent one = Latent.of(new LatentShape(1, 1, 1), new float[] {1});
      double expected = run.path("init_noise_sigma").doubleValue();
      Latent start = StepRecorder.inDiffusersScale(plan, plan.start(one), plan.sigmas().getFirst());
      assertThat(largest(start)).isCloseTo(expected, within(sigmaLimit(expected, rescaled)));
    }
  }

  private static boolean isRescaled(JsonNode run) {
    return run.path("config").path("rescale_betas_zero_snr").asBoolean();
  }

  private static double sigmaLimit(double sigma, boolean rescaled) {
    return rescaled ? RESCALED_SIGMA_FLOOR + RESCALED_SIGMA_LIMIT * sigma : SIGMA_LIMIT * sigma;
  }

  private static void checkLatents(SamplingPlan plan, FixtureCase fixture, JsonNode run) {
    LatentShape shape = shape(fixture.expected());
    float[] expected = fixture.floats(run.path("trajectory").asText());
    StepRecorder recorder = new StepRecorder(plan);
    List<Latent> steps = recorder.steps(sample(plan, recorder, fixture, run));
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

  /** Where diffusers ends in values that are not finite, only the sums before are known. */
  private static void checkSums(SamplingPlan plan, FixtureCase fixture, JsonNode run) {
    StepRecorder recorder = new StepRecorder(plan);
    List<Latent> steps = recorder.steps(sample(plan, recorder, fixture, run));
    JsonNode sums = run.path("traj_sum");
    int finite = 0;
    for (int i = 0; i < sums.size(); i++) {
      float[] values = steps.get(i).toArray();
      double sum = IntStream.range(0, values.length).mapToDouble(k -> values[k]).sum();
      assertThat(sum).isFinite();
      if (!sums.path(i).isNull()) {
        finite++;
        double limit = LATENT_LIMIT * values.length * largest(steps.get(i));
        assertThat(sum).isCloseTo(sums.path(i).doubleValue(), within(limit));
      }
    }
    assertThat(finite).isEqualTo(sums.size() - 1);
  }

  private static LatentShape shape(JsonNode seeds) {
    JsonNode extents = seeds.path("shape");
    return new LatentShape(
        extents.path(1).intValue(), extents.path(2).intValue(), extents.path(3).intValue());
  }

  private static Latent sample(
      SamplingPlan plan, StepRecorder recorder, FixtureCase fixture, JsonNode run) {
    JsonNode seeds = fixture.expected();
    LatentShape shape = shape(seeds);
    Latent unit = Noise.of(new TorchGenerator(seeds.path("x_seed").longValue()), shape).next();
    Noise noise = Noise.of(new TorchGenerator(seeds.path("noise_seed").longValue()), shape);
    return plan.sample(
        recorder.recording(Guidance.unguided(plan.denoiser(SchedulerParityTest::predict))),
        run.has("img2img") ? imageStart(plan, unit, fixture, run) : plan.start(unit),
        noise);
  }

  private static Latent imageStart(
      SamplingPlan plan, Latent unit, FixtureCase fixture, JsonNode run) {
    var generator = new TorchGenerator(fixture.expected().path("clean_seed").longValue());
    Latent clean = Noise.of(generator, unit.shape()).next().times((float) 0.8);
    Latent start = plan.start(clean, unit);
    Latent expected =
        Latent.of(unit.shape(), fixture.floats(run.path("img2img").path("start").asText()));
    Latent scaled = StepRecorder.inDiffusersScale(plan, start, plan.sigmas().getFirst());
    assertThat(largest(scaled.plus(expected.times(-1))))
        .isLessThanOrEqualTo(LATENT_LIMIT * largest(expected));
    return start;
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

  private static Stream<JsonNode> elements(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(array::path);
  }
}
