package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.Sampler;
import java.util.List;

/**
 * What one sampler does on one configuration.
 *
 * @param timesteps what the network is told, one per evaluation
 * @param sigmas the noise level of each evaluation, and the one where the latent ends
 * @param startScale standard deviation of the first latent
 * @param endScale factor from sigma space to the scaling in which diffusers returns the latent
 */
record Trajectory(
    List<Double> timesteps,
    List<Double> sigmas,
    double startScale,
    double endScale,
    Sampler sampler) {
  Trajectory {
    timesteps = List.copyOf(timesteps);
    sigmas = List.copyOf(sigmas);
  }

  /** For the classes of diffusers that hold x / sqrt(sigma^2 + 1). */
  static Trajectory variancePreserving(
      List<Double> timesteps, List<Double> sigmas, Sampler sampler) {
    return new Trajectory(
        timesteps,
        sigmas,
        Math.hypot(sigmas.getFirst(), 1),
        1 / Math.hypot(sigmas.getLast(), 1),
        sampler);
  }
}
