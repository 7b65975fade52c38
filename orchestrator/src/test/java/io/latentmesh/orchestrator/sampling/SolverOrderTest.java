package io.latentmesh.orchestrator.sampling;

import static io.latentmesh.orchestrator.sampling.DpmSolverType.HEUN;
import static io.latentmesh.orchestrator.sampling.DpmSolverType.MIDPOINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The error of each deterministic sampler on a linear ODE with a closed solution falls with the
 * power of the step that it claims; multistep methods of third order begin with a step of first
 * order, whose error is of second order in all. Latents are float32, with an error of 1e-5 here.
 */
class SolverOrderTest {
  private static final GaussianModel MODEL = new GaussianModel(1);
  private static final double FROM = 4;
  private static final double TO = 0.8;
  private static final double START = 300;

  static Stream<Arguments> solvers() {
    return Stream.of(
        solver("heun", 2, levels -> Heun.sample(MODEL, start(), levels)),
        solver("dpm2", 2, levels -> Dpm2.sample(MODEL, start(), halved(levels))),
        solver("lms", 2, levels -> Lms.sample(MODEL, start(), new Lms.Settings(levels, 3, 0))),
        solver("dpm++ 3m", 2, levels -> multistep(levels, 3, DpmForm.DATA)),
        solver("dpm-solver 1", 1, levels -> multistep(levels, 1, DpmForm.NOISE)),
        solver("dpm-solver 2", 2, levels -> multistep(levels, 2, DpmForm.NOISE)),
        solver("dpm-solver 3", 2, levels -> multistep(levels, 3, DpmForm.NOISE)),
        solver("dpm++ 2s", 2, levels -> singlestep(levels, 2, DpmForm.DATA, MIDPOINT)),
        solver("dpm++ 2s heun", 2, levels -> singlestep(levels, 2, DpmForm.DATA, HEUN)),
        solver("dpm-solver 2s", 2, levels -> singlestep(levels, 2, DpmForm.NOISE, MIDPOINT)),
        solver("dpm-solver 3s heun", 3, levels -> singlestep(levels, 3, DpmForm.NOISE, HEUN)),
        solver("dpm++ 3s heun", 3, levels -> singlestep(levels, 3, DpmForm.DATA, HEUN)),
        solver("dpm++ 2s a, eta 0", 2, SolverOrderTest::twoS),
        solver("dpm++ sde, eta 0", 2, SolverOrderTest::sde),
        solver("deis 2", 2, levels -> deis(levels, 2)),
        solver("deis 3", 2, levels -> deis(levels, 3)),
        solver("unip 2", 2, levels -> uniPc(levels, 2, false)),
        solver("unipc 2", 2, levels -> uniPc(levels, 2, true)),
        solver("sa-solver, tau 0", 2, levels -> saSolver(levels, 2, DpmForm.DATA)),
        solver("sa-solver on noise, tau 0", 2, levels -> saSolver(levels, 2, DpmForm.NOISE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("solvers")
  void solver_onALinearOde_hasItsOrder(
      String name, int order, Function<List<Double>, Latent> solver) {
    double coarse = error(solver.apply(levels(12)));
    double fine = error(solver.apply(levels(24)));
    assertThat(fine).isBetween(1e-4, 1.0);
    assertThat(Math.log(coarse / fine) / Math.log(2)).isBetween(order - 0.35, order + 1.2);
  }

  @Test
  void thirdOrder_isBetterThanSecond() {
    for (DpmForm form : List.of(DpmForm.DATA, DpmForm.NOISE)) {
      assertThat(error(multistep(levels(16), 3, form)))
          .isLessThan(error(multistep(levels(16), 2, form)));
    }
    assertThat(error(deis(levels(16), 3))).isLessThan(error(deis(levels(16), 2)));
    assertThat(error(uniPc(levels(16), 3, true))).isLessThan(error(uniPc(levels(16), 2, true)));
  }

  @Test
  void corrector_makesUniPcBetter() {
    assertThat(error(uniPc(levels(16), 2, true)))
        .isLessThan(error(uniPc(levels(16), 2, false)) / 2);
  }

  @Test
  void dpmFast_withTwiceTheEvaluations_isBetterByItsLastStepsOrder() {
    assertThat(error(fast(11)) / error(fast(20))).isGreaterThan(3);
  }

  @Test
  void dpmAdaptive_staysWithinItsTolerance() {
    for (int order : List.of(2, 3)) {
      var settings = new DpmAdaptive.Settings(FROM, TO, order, 0.01, 0.0078, 0);
      Latent end = DpmAdaptive.sample(MODEL, start(), settings, SolverOrderTest::noise);
      assertThat(error(end)).isLessThan(0.01 * START);
    }
  }

  @Test
  void dpmAdaptive_ofATighterTolerance_isBetter() {
    assertThat(adaptive(0.001)).isLessThan(adaptive(0.05));
  }

  @Test
  void dpm2Ancestral_withoutEta_isDpm2() {
    List<Double> levels = halved(levels(5));
    Latent ancestral =
        Dpm2Ancestral.sample(
            MODEL, start(), new Dpm2Ancestral.Settings(levels, 0), SolverOrderTest::noise);
    assertThat(Latents.value(ancestral))
        .isCloseTo(Latents.value(Dpm2.sample(MODEL, start(), levels)), within(1e-3));
  }

  @Test
  void eulerAncestral_withoutEta_isEuler() {
    var settings = EulerAncestral.Settings.of(levels(6), 0);
    Latent ancestral = EulerAncestral.sample(MODEL, start(), settings, SolverOrderTest::noise);
    assertThat(ancestral.toArray()).isEqualTo(Euler.sample(MODEL, start(), levels(6)).toArray());
  }

  @Test
  void threeM_withoutEta_isThatOfDpmMultistep() {
    List<Double> toZero = new ArrayList<>(levels(6));
    toZero.add(0.0);
    List<Integer> orders = List.of(1, 2, 3, 3, 3, 3, 1);
    var multistep = new DpmMultistep.Settings(toZero, orders, DpmForm.DATA, HEUN);
    Latent expected = DpmMultistep.sample(MODEL, start(), multistep, none());
    var settings = new DpmPlusPlus3MSde.Settings(toZero, 0);
    assertThat(Latents.value(DpmPlusPlus3MSde.sample(MODEL, start(), settings, none())))
        .isCloseTo(Latents.value(expected), within(1e-3));
  }

  @Test
  void churn_ofNothing_isEuler() {
    EulerChurn.Settings settings = new EulerChurn.Settings(levels(6), Churn.NONE, 6);
    Latent euler = Euler.sample(MODEL, start(), levels(6));
    assertThat(EulerChurn.sample(MODEL, start(), settings, SolverOrderTest::noise).toArray())
        .isEqualTo(euler.toArray());
    var reread = new EulerChurn.Reread(PredictionType.EPSILON, SolverOrderTest::noise);
    assertThat(EulerChurn.sampleReread(MODEL, start(), settings, reread).toArray())
        .isEqualTo(euler.toArray());
  }

  private static Arguments solver(String name, int order, Function<List<Double>, Latent> solver) {
    return arguments(name, order, solver);
  }

  private static Latent multistep(List<Double> levels, int order, DpmForm form) {
    var settings = new DpmMultistep.Settings(levels, rising(levels, order), form, HEUN);
    return DpmMultistep.sample(MODEL, start(), settings, none());
  }

  private static Latent singlestep(
      List<Double> levels, int order, DpmForm form, DpmSolverType type) {
    List<Integer> orders =
        IntStream.range(0, levels.size() - 1).mapToObj(i -> i % order + 1).toList();
    return DpmSinglestep.sample(
        MODEL, start(), new DpmSinglestep.Settings(levels, orders, form, type), none());
  }

  private static Latent twoS(List<Double> levels) {
    var settings = new DpmPlusPlus2SAncestral.Settings(halved(levels), 0);
    return DpmPlusPlus2SAncestral.sample(MODEL, start(), settings, SolverOrderTest::noise);
  }

  private static Latent sde(List<Double> levels) {
    var settings = new DpmPlusPlusSde.Settings(halved(levels), 0);
    return DpmPlusPlusSde.sample(MODEL, start(), settings, (a, b) -> noise());
  }

  private static Latent deis(List<Double> levels, int order) {
    return Deis.sample(MODEL, start(), new Deis.Settings(levels, rising(levels, order)));
  }

  private static Latent uniPc(List<Double> levels, int order, boolean corrected) {
    List<Boolean> corrections = Collections.nCopies(levels.size() - 1, corrected);
    return UniPc.sample(
        MODEL,
        start(),
        new UniPc.Settings(
            levels, rising(levels, order), corrections, DpmForm.DATA, UniPc.Scaling.BH2));
  }

  private static Latent saSolver(List<Double> levels, int order, DpmForm form) {
    List<SaSolver.Stage> stages =
        IntStream.range(0, levels.size() - 1)
            .mapToObj(i -> new SaSolver.Stage(Math.min(i + 1, order), Math.min(i + 2, order), 0))
            .toList();
    return SaSolver.sample(
        MODEL, start(), new SaSolver.Settings(levels, stages, form), SolverOrderTest::noise);
  }

  private static Latent fast(int evaluations) {
    return DpmFast.sample(
        MODEL, start(), new DpmFast.Settings(FROM, TO, evaluations, 0), SolverOrderTest::noise);
  }

  private static double adaptive(double tolerance) {
    var settings = new DpmAdaptive.Settings(FROM, TO, 3, tolerance, 1e-6, 0);
    return error(DpmAdaptive.sample(MODEL, start(), settings, SolverOrderTest::noise));
  }

  private static List<Integer> rising(List<Double> levels, int order) {
    return IntStream.range(0, levels.size() - 1).mapToObj(i -> Math.min(i + 1, order)).toList();
  }

  private static List<Double> halved(List<Double> levels) {
    return between(levels, (a, b) -> Math.sqrt(a * b));
  }

  private static List<Double> between(List<Double> levels, DoubleBinaryOperator middle) {
    List<Double> all = new ArrayList<>(levels.subList(0, 1));
    for (int i = 1; i < levels.size(); i++) {
      all.add(middle.applyAsDouble(levels.get(i - 1), levels.get(i)));
      all.add(levels.get(i));
    }
    return all;
  }

  private static List<Double> levels(int steps) {
    return SigmaCurve.EXPONENTIAL.sigmas(FROM, TO, steps + 1);
  }

  private static double error(Latent end) {
    return Math.abs(Latents.value(end) - MODEL.solution(START, FROM, TO));
  }

  private static Latent start() {
    return Latents.of(START);
  }

  /** What a sampler draws without using it. */
  private static Latent noise() {
    return Latents.of(1);
  }

  private static PathNoise none() {
    return PathNoise.fresh(() -> {
      throw new AssertionError("a deterministic sampler uses no noise");
    });
  }
}
