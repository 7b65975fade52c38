package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.NoiseSchedule;
import io.latentmesh.orchestrator.sampling.SigmaCurve;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** The noise levels of the classes of diffusers that hold x0 + sigma n, and of k-diffusion's. */
final class SigmaSpaceLevels {
  private SigmaSpaceLevels() {}

  static Levels of(Wanted wanted, ConfiguredNoise noise) {
    NoiseSchedule schedule = noise.schedule();
    double last = FinalSigma.of(wanted.config(), schedule);
    return CustomSchedules.of(wanted, schedule, last).orElseGet(() -> ofClass(wanted, noise, last));
  }

  private static Levels ofClass(Wanted wanted, ConfiguredNoise noise, double last) {
    DoubleUnaryOperator precision = precision(wanted);
    NoiseSchedule schedule = noise.schedule();
    // TRAILING may end at -1, which diffusers reads as the noise of 0.
    List<Double> spaced =
        noise.requireRange(noise.timesteps(noise.steps()), -1).stream()
            .map(precision::applyAsDouble)
            .toList();
    List<Double> sigmas = spaced.stream().map(schedule::sigmaBetween).toList();
    Optional<SigmaCurve> curve = SigmaCurves.of(wanted.config());
    if (curve.isEmpty()) {
      return Levels.of(spaced, sigmas, last);
    }
    List<Double> curved = SigmaCurves.sigmas(curve.get(), wanted.config(), sigmas, noise.steps());
    List<Double> timesteps =
        curved.stream()
            .map(schedule::timestep)
            .map(t -> roundsCurve(wanted) ? Math.rint(t) : precision.applyAsDouble(t))
            .toList();
    return Levels.of(timesteps, curved, last);
  }

  /** DPM2 alone rounds, and Karras's timesteps alone. */
  private static boolean roundsCurve(Wanted wanted) {
    boolean dpm2 =
        wanted.type() == SchedulerClass.KDPM2 || wanted.type() == SchedulerClass.KDPM2_ANCESTRAL;
    return dpm2 && wanted.config().flag("use_karras_sigmas");
  }

  /** Timesteps are float32 in all classes but one. */
  private static DoubleUnaryOperator precision(Wanted wanted) {
    return wanted.type() == SchedulerClass.DPM_SDE ? t -> t : t -> (float) t;
  }
}
