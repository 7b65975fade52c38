package io.latentmesh.orchestrator.sampling;

/**
 * The scaling of DDPM, alpha^2 + sigma^2 = 1, seen from sigma space: x / sqrt(sigma^2 + 1) is what
 * a variance-preserving sampler holds. Karras et al. 2022 (2206.00364), table 1, column VP.
 */
public final class VariancePreserving {
  private VariancePreserving() {}

  /**
   * Reads the variance-preserving latent behind {@code x} at level {@code from} as one at level
   * {@code to}. Sigma 0 is the variance-preserving scaling itself.
   */
  public static Latent reread(Latent x, double from, double to) {
    return from == to ? x : x.times(Math.sqrt((to * to + 1) / (from * from + 1)));
  }
}
