package io.latentmesh.orchestrator.sampling;

import static io.latentmesh.orchestrator.sampling.DpmSolverType.HEUN;
import static io.latentmesh.orchestrator.sampling.DpmSolverType.MIDPOINT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The error of each sampler on a linear problem falls with the power of the step that it claims.
 */
class ConvergenceTest {
  private static final GaussianModel MODEL = new GaussianModel(1);
  private static final double FROM = 4;
  private static final double TO = 0.8;
  private static final double START = 3;
  private static final Noise NONE =
      () -> {
        throw new AssertionError("a deterministic sampler draws no noise");
      };

  @Test
  void euler_hasOrderOne() {
    assertThat(order(n -> end(Euler.sample(MODEL, Latents.of(START), logarithmic(n)))))
        .isBetween(0.9, 1.1);
  }

  @Test
  void ddim_withoutEta_isEuler() {
    List<Double> sigmas = logarithmic(8);
    Ddim.Settings settings = new Ddim.Settings(chain(sigmas), 0, Clipping.none());
    assertThat(end(Ddim.sample(MODEL, Latents.of(START), settings, NONE)))
        .isEqualTo(end(Euler.sample(MODEL, Latents.of(START), sigmas)));
  }

  @Test
  void dpmPlusPlus2M_hasOrderTwo_withMidpoint() {
    assertThat(order(n -> dpm(logarithmic(n), 2, MIDPOINT))).isBetween(1.8, 2.2);
  }

  @Test
  void dpmPlusPlus2M_hasOrderTwo_withHeun() {
    assertThat(order(n -> dpm(logarithmic(n), 2, HEUN))).isBetween(1.8, 2.2);
  }

  @Test
  void dpmPlusPlus2M_atOrderOne_isEuler() {
    List<Double> sigmas = logarithmic(8);
    assertThat(dpm(sigmas, 1, MIDPOINT))
        .isEqualTo(end(Euler.sample(MODEL, Latents.of(START), sigmas)));
  }

  @Test
  void pndm_onEvenSigmas_hasOrderThree_limitedByItsFirstSteps() {
    assertThat(order(n -> pndm(even(n), PredictionType.EPSILON))).isBetween(2.7, 4.2);
  }

  /** The combined v is converted with the current latent, as diffusers does: order one remains. */
  @Test
  void pndm_onVPredictions_hasOrderOne() {
    assertThat(order(n -> pndm(even(n), PredictionType.V_PREDICTION))).isBetween(0.8, 1.3);
  }

  private static double dpm(List<Double> sigmas, int order, DpmSolverType type) {
    List<Integer> orders = new ArrayList<>(Collections.nCopies(sigmas.size() - 1, order));
    orders.set(0, 1);
    var settings = new DpmMultistep.Settings(sigmas, orders, DpmForm.DATA, type);
    return end(DpmMultistep.sample(MODEL, Latents.of(START), settings, PathNoise.fresh(NONE)));
  }

  private static double pndm(List<Double> sigmas, PredictionType type) {
    List<Step> steps = new ArrayList<>(chain(sigmas));
    steps.add(1, new Step(sigmas.get(1), sigmas.get(0), sigmas.get(1)));
    return end(Pndm.sample(MODEL, Latents.of(START), new Pndm.Settings(steps, type)));
  }

  private static List<Step> chain(List<Double> sigmas) {
    return IntStream.range(1, sigmas.size())
        .mapToObj(i -> Step.to(sigmas.get(i - 1), sigmas.get(i)))
        .toList();
  }

  /** log2 of the factor by which the error falls from 16 to 32 steps. */
  private static double order(IntToDoubleFunction solver) {
    return Math.log(error(solver.applyAsDouble(16)) / error(solver.applyAsDouble(32)))
        / Math.log(2);
  }

  private static double error(double end) {
    return Math.abs(end - MODEL.solution(START, FROM, TO));
  }

  private static double end(Latent latent) {
    return Latents.value(latent);
  }

  private static List<Double> logarithmic(int steps) {
    return SigmaCurve.EXPONENTIAL.sigmas(FROM, TO, steps + 1);
  }

  private static List<Double> even(int steps) {
    return IntStream.rangeClosed(0, steps).mapToObj(i -> FROM + (TO - FROM) * i / steps).toList();
  }
}
