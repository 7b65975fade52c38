package io.latentmesh.orchestrator.sampling;

/** The scaling in which a family of models writes its latents down. */
public enum LatentScale {
  /** x0 + sigma n, as here. */
  SIGMA,
  /** Variance 1: alpha^2 + sigma^2 = 1. Karras et al. 2022 (2206.00364), table 1, column VP. */
  VARIANCE_PRESERVING,
  /** The straight path, alpha + sigma = 1. Liu et al. 2022 (2209.03003). */
  STRAIGHT;

  /** By what a latent in sigma space is multiplied. */
  public double of(double sigma) {
    return switch (this) {
      case SIGMA -> 1;
      case VARIANCE_PRESERVING -> 1 / Math.hypot(sigma, 1);
      case STRAIGHT -> 1 / (1 + sigma);
    };
  }
}
