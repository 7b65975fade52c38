package io.latentmesh.orchestrator.sampling;

/** What is done to a denoised latent before a sampler uses it, against values out of range. */
public sealed interface Clipping {
  /** Nothing is done. */
  static Clipping none() {
    return new Clamp(Double.POSITIVE_INFINITY);
  }

  /** The latent with its values brought into range. */
  Latent apply(Latent denoised);

  /** {@code model} with its answers brought into range. */
  default Denoiser of(Denoiser model) {
    return equals(none()) ? model : (x, sigma) -> apply(model.denoise(x, sigma));
  }

  /** Every value to [-range, range]; range is not negative and may be infinite. */
  record Clamp(double range) implements Clipping {
    @Override
    public Latent apply(Latent denoised) {
      return denoised.clamp(range);
    }
  }

  /**
   * Dynamic thresholding, Saharia et al. 2022 (2205.11487), section 2.3: clamps to the quantile
   * {@code ratio} of the absolute values, at least 1 and at most {@code max}, and divides by it.
   */
  record Dynamic(double ratio, double max) implements Clipping {
    @Override
    public Latent apply(Latent denoised) {
      double range = Math.min(max, Math.max(1, denoised.absoluteQuantile(ratio)));
      return denoised.clamp(range).times(1 / range);
    }
  }
}
