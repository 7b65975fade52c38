package io.latentmesh.orchestrator.sampling;

/** Runs a sampler up to one of its evaluations. */
public final class EarlyStop {
  private EarlyStop() {}

  /**
   * A latent on its way.
   *
   * @param x the clean latent plus noise of standard deviation {@code sigma}
   */
  public record Place(Latent x, double sigma) {}

  /**
   * Carries {@code start} on until {@code evaluations} were made and the next one is asked for.
   *
   * @param sampler gives the latent at its end
   * @param evaluations at least 1
   * @param end the noise level of the sampler's end, where it gets to if it asks less often
   */
  public static Place after(int evaluations, Denoiser model, Sampling sampler, double end) {
    int[] asked = {0};
    Denoiser counted =
        (x, sigma) -> {
          if (asked[0] == evaluations) {
            throw new Stopped(x.kept(), sigma);
          }
          asked[0]++;
          return model.denoise(x, sigma);
        };
    try {
      return new Place(sampler.sample(counted), end);
    } catch (Stopped stopped) {
      return new Place(stopped.x(), stopped.sigma());
    }
  }

  /** A sampler with its start and its noise. */
  @FunctionalInterface
  public interface Sampling {
    Latent sample(Denoiser model);
  }
}
