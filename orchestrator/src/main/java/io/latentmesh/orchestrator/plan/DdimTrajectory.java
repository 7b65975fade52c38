package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.Ddim;
import io.latentmesh.orchestrator.sampling.PredictionType;
import io.latentmesh.orchestrator.sampling.Sampler;
import io.latentmesh.orchestrator.sampling.Step;
import java.util.List;

/** What DDIMScheduler does. */
final class DdimTrajectory {
  private DdimTrajectory() {}

  static Trajectory of(SchedulerConfig config, int steps, double eta) {
    config.requireDefaults(ClassDefaults.of(SamplerName.DDIM), "thresholding");
    ConfiguredNoise noise = ConfiguredNoise.read(config, steps, ZeroSnr.SIGMA_1E7);
    List<Integer> timesteps =
        noise.requireRange(noise.timesteps(steps), 0).stream()
            .map(t -> (int) Math.rint(t))
            .toList();
    requireSignal(config, noise, timesteps);
    StridedSteps strided = StridedSteps.of(config, noise);
    List<Step> all = timesteps.stream().map(strided::down).toList();
    Ddim.Settings settings = new Ddim.Settings(all, eta, clipRange(config));
    Sampler sampler = (model, x, unitNoise) -> Ddim.sample(model, x, settings, unitNoise);
    return Trajectory.variancePreserving(
        timesteps.stream().map(Integer::doubleValue).toList(), StridedSteps.sigmas(all), sampler);
  }

  private static double clipRange(SchedulerConfig config) {
    return config.flag("clip_sample")
        ? config.between("clip_sample_range", 0, Double.POSITIVE_INFINITY)
        : Double.POSITIVE_INFINITY;
  }

  /** Epsilon says nothing about a latent that holds no signal: diffusers divides by 0 there. */
  private static void requireSignal(
      SchedulerConfig config, ConfiguredNoise noise, List<Integer> timesteps) {
    boolean blind =
        config.flag("rescale_betas_zero_snr")
            && timesteps.getFirst() == noise.schedule().timesteps() - 1;
    if (blind && config.says("prediction_type", PredictionType.EPSILON.configName())) {
      throw config.mismatch(
          "prediction_type",
          "v_prediction or sample where rescale_betas_zero_snr leaves no signal");
    }
  }
}
