package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.plan.SamplingOptions.CustomLevels;
import io.latentmesh.orchestrator.sampling.NoiseSchedule;
import io.latentmesh.orchestrator.sampling.SigmaCurve;
import io.latentmesh.orchestrator.sampling.TimestepSpacing;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** The noise levels of the exponential integrators: DPM-Solver, UniPC, DEIS and SA-Solver. */
final class SolverLevels {
  private SolverLevels() {}

  static Levels of(Wanted wanted, ConfiguredNoise noise) {
    NoiseSchedule schedule = noise.schedule();
    if (wanted.config().flag("use_flow_sigmas")) {
      requireNoCustom(wanted);
      return FlowSigmas.ofSolver(wanted, schedule.timesteps());
    }
    double last = end(wanted) == End.ZERO ? 0 : schedule.sigmaBetween(0);
    Levels levels =
        CustomSchedules.of(wanted, schedule, last).orElseGet(() -> ofClass(wanted, noise, last));
    if (levels.last() == 0 && end(wanted) != End.ZERO) {
      // A schedule that ends at 0 beside a class that cannot: as with the class's own curves.
      levels = Levels.of(levels.timesteps(), levels.sigmas().subList(0, levels.steps()), last);
    }
    requireDecreasing(levels);
    return levels;
  }

  private static Levels ofClass(Wanted wanted, ConfiguredNoise noise, double last) {
    NoiseSchedule schedule = noise.schedule();
    Optional<SigmaCurve> curve = SigmaCurves.of(wanted.config());
    if (curve.isEmpty()) {
      List<Double> timesteps = spaced(wanted, noise);
      return Levels.of(timesteps, timesteps.stream().map(schedule::sigmaBetween).toList(), last);
    }
    List<Double> range =
        List.of(schedule.sigmaBetween(schedule.timesteps() - 1.0), schedule.sigmaBetween(0));
    List<Double> sigmas = SigmaCurves.sigmas(curve.get(), wanted.config(), range, noise.steps());
    List<Double> timesteps =
        sigmas.stream().map(schedule::timestep).map(whole(wanted)::applyAsDouble).toList();
    return Levels.of(timesteps, sigmas, repeats(wanted) ? sigmas.getLast() : last);
  }

  /** Where a class's schedule ends. */
  enum End {
    ZERO,
    SIGMA_MIN
  }

  /** DEIS and SA-Solver have no formula for sigma 0. */
  static End end(Wanted wanted) {
    boolean never =
        wanted.type() == SchedulerClass.DEIS || wanted.type() == SchedulerClass.SA_SOLVER;
    return never || !FinalSigma.isZero(wanted.config()) ? End.SIGMA_MIN : End.ZERO;
  }

  /** These classes repeat a curve's last level; the step between is none. */
  private static boolean repeats(Wanted wanted) {
    return switch (wanted.type()) {
      case DEIS, SA_SOLVER -> true;
      case UNIPC -> !FinalSigma.isZero(wanted.config());
      default -> false;
    };
  }

  /**
   * diffusers rounds the timesteps of some formulas, but for two classes' cosine schedule, and cuts
   * off all others.
   */
  private static DoubleUnaryOperator whole(Wanted wanted) {
    ScheduleName schedule = ScheduleName.of(wanted.config());
    boolean rounded = schedule == ScheduleName.KARRAS || schedule == ScheduleName.LU_LAMBDAS;
    boolean cosine =
        wanted.type() == SchedulerClass.DPM_MULTISTEP
            && wanted.config().says("beta_schedule", "squaredcos_cap_v2");
    return rounded && !cosine ? Math::rint : Math::floor;
  }

  /** LINSPACE and LEADING are spaced for one step more, and leave out the last timestep. */
  private static List<Double> spaced(Wanted wanted, ConfiguredNoise noise) {
    boolean trailing = noise.spacing() == TimestepSpacing.TRAILING;
    int used = used(wanted, noise.schedule());
    if (trailing && used < noise.schedule().timesteps()) {
      throw wanted.config().mismatch("lambda_min_clipped", "-Infinity with trailing spacing");
    }
    int points = noise.steps() + (trailing ? 0 : 1);
    List<Double> timesteps =
        noise.requireRange(noise.spacing().timesteps(used, points, noise.offset()), -1);
    return timesteps.subList(0, timesteps.size() - (trailing ? 0 : 1)).stream()
        .map(Math::rint)
        .toList();
  }

  /** Timesteps up to the first whose lambda = -log sigma is below lambda_min_clipped. */
  private static int used(Wanted wanted, NoiseSchedule schedule) {
    if (!wanted.config().has("lambda_min_clipped")) {
      return schedule.timesteps();
    }
    double min = wanted.config().number("lambda_min_clipped");
    int used = schedule.timesteps();
    while (used > 2 && -Math.log(schedule.sigma(used - 1)) < min) {
      used--;
    }
    return used;
  }

  private static void requireNoCustom(Wanted wanted) {
    if (!(wanted.request().options().levels() instanceof CustomLevels.None)) {
      throw wanted.config().mismatch("use_flow_sigmas", "false beside custom levels");
    }
  }

  /** Two equal levels in a row leave the second-order term undefined (NaN in diffusers). */
  private static void requireDecreasing(Levels levels) {
    for (int i = 1; i < levels.steps(); i++) {
      if (levels.sigmas().get(i) >= levels.sigmas().get(i - 1)) {
        throw new SchedulerConfigException(
            "steps", "few enough for noise levels that decrease at every step", levels.steps());
      }
    }
  }
}
