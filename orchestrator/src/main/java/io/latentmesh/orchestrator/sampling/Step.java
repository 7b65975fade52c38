package io.latentmesh.orchestrator.sampling;

/**
 * One step of a sampler that counts in training timesteps: the model is asked at {@code sigma}, the
 * latent then moves from level {@code from} to level {@code to}. The target need not be the level
 * of the next step: DDIM and PNDM of diffusers subtract a fixed number of timesteps, whatever the
 * list says, and read the result as a latent at the next entry ({@link VariancePreserving#reread}).
 */
public record Step(double sigma, double from, double to) {
  /** A step from the level at which the model is asked. */
  public static Step to(double sigma, double to) {
    return new Step(sigma, sigma, to);
  }
}
