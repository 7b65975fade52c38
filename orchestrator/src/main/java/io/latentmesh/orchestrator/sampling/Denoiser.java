package io.latentmesh.orchestrator.sampling;

/** D(x; sigma): the clean latent that the model sees in a noisy one. */
@FunctionalInterface
public interface Denoiser {
  /**
   * The clean latent, of the shape of {@code x}.
   *
   * @param x the clean latent plus noise of standard deviation {@code sigma}
   * @param sigma above 0
   */
  Latent denoise(Latent x, double sigma);
}
