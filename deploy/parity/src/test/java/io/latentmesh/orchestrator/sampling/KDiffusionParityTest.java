package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.latentmesh.parity.FixtureCase;
import io.latentmesh.parity.Fixtures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The samplers of k-diffusion on a denoiser given as a formula, state by state. */
class KDiffusionParityTest {
  private static final LatentShape SHAPE = new LatentShape(4, 8, 8);

  /**
   * Of the largest value of a state. The README's limit for arithmetic alone is 1e-5 of it; these
   * states grow to 40 from noise of up to 60, and carry what float32 lost of that.
   */
  private static final double LATENT_LIMIT = 1e-5;

  private static final double SIGMA_LIMIT = 1e-6;

  /** The one run on this schedule does not say its rho; its levels do. */
  private static final double POLYEXPONENTIAL_RHO = 1.3;

  @TestFactory
  Stream<DynamicTest> sampler_onTheFormula_isKDiffusions() {
    return Fixtures.cases(Fixtures.folder(), fixture -> fixture.expected().has("denoiser")).stream()
        .flatMap(fixture ->
            elements(fixture.expected().path("runs"))
                .map(run -> dynamicTest(run.path("name").asText(), () -> check(fixture, run))));
  }

  private static void check(FixtureCase fixture, JsonNode run) {
    List<Double> sigmas = sigmas(run);
    if (!run.path("schedule").isNull()) {
      float[] expected = fixture.floats(run.path("name").asText() + "/sigmas");
      checkSigmas(sigmas, expected);
      // Brownian noise is that of the levels' last bits, which k-diffusion computes in float32.
      sigmas = IntStream.range(0, expected.length).mapToObj(i -> (double) expected[i]).toList();
    }
    List<Latent> asked = new ArrayList<>();
    Denoiser recording =
        (x, sigma) -> {
          asked.add(x);
          return formula(x, sigma);
        };
    Latent unit = Noise.of(new TorchGenerator(0), SHAPE).next();
    Latent start = unit.times((float) run.path("sigma_max").doubleValue());
    Latent end = KDiffusionRuns.sample(run, recording, start, sigmas);
    checkLatent(end, fixture.floats(run.path("name").asText() + "/final"), "final");
    checkStates(asked, run, fixture.floats(run.path("name").asText() + "/states"));
    checkEvaluations(asked.size(), run.path("info"));
  }

  private static List<Double> sigmas(JsonNode run) {
    double max = run.path("sigma_max").doubleValue();
    double min = run.path("sigma_min").doubleValue();
    int steps = run.path("steps").asInt();
    List<Double> curve =
        switch (run.path("schedule").asText()) {
          case "karras" -> SigmaCurve.KARRAS.sigmas(max, min, steps);
          case "exponential" -> SigmaCurve.EXPONENTIAL.sigmas(max, min, steps);
          case "polyexponential" ->
              SigmaCurve.polyexponential(max, min, steps, POLYEXPONENTIAL_RHO);
          default -> List.of(max, min);
        };
    return Stream.concat(curve.stream().map(sigma -> (double) sigma.floatValue()), Stream.of(0.0))
        .toList();
  }

  private static void checkSigmas(List<Double> sigmas, float[] expected) {
    assertThat(sigmas).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(sigmas.get(i)).isCloseTo(expected[i], Offset.offset(SIGMA_LIMIT * expected[i]));
    }
  }

  /** A state is where a step begins, or for the adaptive sampler where it ended. */
  private static void checkStates(List<Latent> asked, JsonNode run, float[] states) {
    int each = SHAPE.elements();
    boolean adaptive = run.path("function").asText().equals("sample_dpm_adaptive");
    int step = 0;
    for (int i = 0; i < asked.size() && (step + 1) * each <= states.length; i++) {
      float[] expected = Arrays.copyOfRange(states, step * each, (step + 1) * each);
      step += difference(asked.get(i), expected) <= limit(expected) ? 1 : 0;
    }
    // The end of the last step of the adaptive sampler is never asked for.
    assertThat(step * each).isEqualTo(states.length - (adaptive ? each : 0));
  }

  private static void checkLatent(Latent latent, float[] expected, String name) {
    assertThat(difference(latent, expected)).as(name).isLessThanOrEqualTo(limit(expected));
  }

  private static void checkEvaluations(int asked, JsonNode info) {
    if (!info.isNull()) {
      assertThat(asked).isEqualTo(info.path("nfe").intValue());
    }
  }

  private static double limit(float[] expected) {
    return LATENT_LIMIT
        * IntStream.range(0, expected.length)
            .mapToDouble(i -> Math.abs(expected[i]))
            .max()
            .orElseThrow();
  }

  private static double difference(Latent latent, float[] expected) {
    float[] values = latent.toArray();
    return IntStream.range(0, values.length)
        .mapToDouble(i -> Math.abs((double) values[i] - expected[i]))
        .max()
        .orElseThrow();
  }

  /** D = x - sigma 0.9 tanh(0.5 x / sqrt(sigma^2 + 1)). */
  private static Latent formula(Latent x, double sigma) {
    float[] values = x.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] -= (float) (sigma * 0.9 * Math.tanh(0.5 * values[i] / Math.hypot(sigma, 1)));
    }
    return Latent.of(x.shape(), values);
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(array::path);
  }
}
