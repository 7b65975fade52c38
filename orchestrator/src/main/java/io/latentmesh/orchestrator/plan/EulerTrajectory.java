package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.Euler;
import io.latentmesh.orchestrator.sampling.EulerAncestral;
import io.latentmesh.orchestrator.sampling.SigmaCurve;
import io.latentmesh.orchestrator.sampling.TimestepSpacing;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What EulerDiscreteScheduler without churn and EulerAncestralDiscreteScheduler do. */
final class EulerTrajectory {
  private EulerTrajectory() {}

  static Trajectory euler(SchedulerConfig config, int steps) {
    config.requireDefaults(
        ClassDefaults.of(SamplerName.EULER),
        "interpolation_type",
        "timestep_type",
        "use_beta_sigmas",
        "sigma_min",
        "sigma_max");
    ConfiguredNoise noise = ConfiguredNoise.read(config, steps, ZeroSnr.SIGMA_4096);
    List<Double> spaced = spacedTimesteps(noise);
    List<Double> sigmas = sigmas(noise, spaced);
    double last = FinalSigma.of(config, noise.schedule());
    if (!SigmaCurves.isOn(config)) {
      return trajectory(noise, spaced, toSingle(sigmas, last));
    }
    SigmaCurve curve = SigmaCurves.of(config);
    List<Double> curved = curve.sigmas(sigmas.getFirst(), sigmas.getLast(), steps);
    List<Double> timesteps =
        curved.stream().map(sigma -> single(noise.schedule().timestep(sigma))).toList();
    return trajectory(noise, timesteps, toSingle(curved, last));
  }

  static Trajectory ancestral(SchedulerConfig config, int steps) {
    ConfiguredNoise noise = ConfiguredNoise.read(config, steps, ZeroSnr.SIGMA_4096);
    List<Double> timesteps = spacedTimesteps(noise);
    List<Double> sigmas = toSingle(sigmas(noise, timesteps), 0);
    return new Trajectory(
        timesteps,
        sigmas,
        startScale(noise, sigmas),
        1,
        (model, x, unitNoise) -> EulerAncestral.sample(model, x, sigmas, unitNoise));
  }

  private static Trajectory trajectory(
      ConfiguredNoise noise, List<Double> timesteps, List<Double> sigmas) {
    return new Trajectory(
        timesteps,
        sigmas,
        startScale(noise, sigmas),
        1,
        (model, x, unitNoise) -> Euler.sample(model, x, sigmas));
  }

  /** Timesteps in float32. TRAILING may end at -1, which diffusers reads as the noise of 0. */
  private static List<Double> spacedTimesteps(ConfiguredNoise noise) {
    return noise.requireRange(noise.timesteps(noise.steps()), -1).stream()
        .map(EulerTrajectory::single)
        .toList();
  }

  private static List<Double> sigmas(ConfiguredNoise noise, List<Double> timesteps) {
    return timesteps.stream().map(noise.schedule()::sigmaBetween).toList();
  }

  /**
   * diffusers starts from noise plus a unit signal where the first timestep is not the last one.
   */
  private static double startScale(ConfiguredNoise noise, List<Double> sigmas) {
    double max = Collections.max(sigmas);
    return noise.spacing() == TimestepSpacing.LEADING ? Math.hypot(max, 1) : max;
  }

  private static List<Double> toSingle(List<Double> sigmas, double last) {
    return Stream.concat(sigmas.stream(), Stream.of(last)).map(EulerTrajectory::single).toList();
  }

  private static double single(double value) {
    return (float) value;
  }
}
