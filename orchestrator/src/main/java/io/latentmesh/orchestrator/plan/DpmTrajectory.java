package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.DpmPlusPlus2M;
import io.latentmesh.orchestrator.sampling.DpmPlusPlus2M.SolverType;
import io.latentmesh.orchestrator.sampling.NoiseSchedule;
import io.latentmesh.orchestrator.sampling.Sampler;
import io.latentmesh.orchestrator.sampling.TimestepSpacing;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What DPMSolverMultistepScheduler does with algorithm_type dpmsolver++ and orders 1 and 2. */
final class DpmTrajectory {
  /** Below this number of steps, lower_order_final makes the last one first-order. */
  private static final int FEW_STEPS = 15;

  private DpmTrajectory() {}

  static Trajectory of(SchedulerConfig config, int steps) {
    config.requireDefaults(
        ClassDefaults.of(SamplerName.DPM_PLUS_PLUS_2M),
        "thresholding",
        "use_beta_sigmas",
        "use_flow_sigmas",
        "use_dynamic_shifting",
        "lambda_min_clipped",
        "variance_type",
        "sigma_min",
        "sigma_max");
    config.word("algorithm_type", "dpmsolver++", "deis"); // diffusers reads deis as dpmsolver++
    ConfiguredNoise noise = ConfiguredNoise.read(config, steps, ZeroSnr.SIGMA_4096);
    NoiseSchedule schedule = noise.schedule();
    boolean curved = SigmaCurves.isOn(config);
    List<Double> levels = curved ? curve(config, schedule, steps) : spaced(noise);
    List<Double> timesteps =
        curved
            ? levels.stream().map(schedule::timestep).map(whole(config)::applyAsDouble).toList()
            : spacedTimesteps(noise);
    List<Double> sigmas =
        Stream.concat(levels.stream(), Stream.of(FinalSigma.of(config, schedule)))
            .map(sigma -> (double) sigma.floatValue())
            .toList();
    requireDecreasing(sigmas, steps);
    return Trajectory.variancePreserving(timesteps, sigmas, sampler(config, sigmas));
  }

  private static Sampler sampler(SchedulerConfig config, List<Double> sigmas) {
    SolverType type = // those of DEIS and UniPC are read as midpoint
        config.word("solver_type", "midpoint", "heun", "logrho", "bh1", "bh2").equals("heun")
            ? SolverType.HEUN
            : SolverType.MIDPOINT;
    DpmPlusPlus2M.Settings settings =
        new DpmPlusPlus2M.Settings(sigmas, orders(config, sigmas), type);
    return (model, x, unitNoise) -> DpmPlusPlus2M.sample(model, x, settings);
  }

  /** The order of each step: a second-order one needs the step before it, and a finite target. */
  private static List<Integer> orders(SchedulerConfig config, List<Double> sigmas) {
    int order = config.integer("solver_order", 1, 2);
    int last = sigmas.size() - 2;
    boolean easyEnd =
        config.flag("euler_at_final")
            || sigmas.getLast() == 0
            || (config.flag("lower_order_final") && last + 1 < FEW_STEPS);
    return IntStream.rangeClosed(0, last)
        .mapToObj(i -> i == 0 || (i == last && easyEnd) ? 1 : order)
        .toList();
  }

  private static List<Double> curve(SchedulerConfig config, NoiseSchedule schedule, int steps) {
    double max = schedule.sigmaBetween(schedule.timesteps() - 1);
    return SigmaCurves.of(config).sigmas(max, schedule.sigmaBetween(0), steps);
  }

  /**
   * diffusers rounds the timesteps of two formulas, but for the cosine schedule, and cuts off all
   * others.
   */
  private static DoubleUnaryOperator whole(SchedulerConfig config) {
    boolean cuts =
        ScheduleName.of(config) == ScheduleName.EXPONENTIAL
            || config.says("beta_schedule", "squaredcos_cap_v2");
    return cuts ? Math::floor : Math::rint;
  }

  private static List<Double> spaced(ConfiguredNoise noise) {
    return spacedTimesteps(noise).stream().map(noise.schedule()::sigmaBetween).toList();
  }

  /** LINSPACE and LEADING are spaced for one step more, and leave out the last timestep. */
  private static List<Double> spacedTimesteps(ConfiguredNoise noise) {
    int extra = noise.spacing() == TimestepSpacing.TRAILING ? 0 : 1;
    List<Double> timesteps = noise.requireRange(noise.timesteps(noise.steps() + extra), -1);
    return timesteps.subList(0, timesteps.size() - extra).stream().map(Math::rint).toList();
  }

  /** Two equal levels in a row leave the second-order term undefined (NaN in diffusers). */
  private static void requireDecreasing(List<Double> sigmas, int steps) {
    for (int i = 1; i < sigmas.size() - 1; i++) {
      if (sigmas.get(i) >= sigmas.get(i - 1)) {
        throw new SchedulerConfigException(
            "steps", "few enough for noise levels that decrease at every step", steps);
      }
    }
  }
}
