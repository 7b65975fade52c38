package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.Pndm;
import io.latentmesh.orchestrator.sampling.Sampler;
import io.latentmesh.orchestrator.sampling.Step;
import java.util.ArrayList;
import java.util.List;

/** What PNDMScheduler does without Runge-Kutta steps. */
final class PndmTrajectory {
  private PndmTrajectory() {}

  static Trajectory of(SchedulerConfig config, int steps) {
    if (!config.flag("skip_prk_steps")) {
      throw config.mismatch("skip_prk_steps", "true (Runge-Kutta steps are not supported)");
    }
    ConfiguredNoise noise = ConfiguredNoise.read(config, steps, ZeroSnr.SIGMA_1E7);
    List<Integer> timesteps = new ArrayList<>();
    noise.requireRange(noise.timesteps(steps), 0).forEach(t -> timesteps.add((int) Math.rint(t)));
    if (steps > 1) {
      timesteps.add(1, timesteps.get(1)); // the first step is done twice
    }
    StridedSteps strided = StridedSteps.of(config, noise);
    List<Step> all = new ArrayList<>();
    for (int i = 0; i < timesteps.size(); i++) {
      int timestep = timesteps.get(i);
      all.add(i == 1 ? strided.onto(timestep) : strided.down(timestep));
    }
    Pndm.Settings settings = new Pndm.Settings(all, PredictionTypes.of(config, SamplerName.PNDM));
    Sampler sampler = (model, x, unitNoise) -> Pndm.sample(model, x, settings);
    return Trajectory.variancePreserving(
        timesteps.stream().map(Integer::doubleValue).toList(), StridedSteps.sigmas(all), sampler);
  }
}
