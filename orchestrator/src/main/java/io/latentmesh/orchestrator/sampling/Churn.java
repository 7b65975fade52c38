package io.latentmesh.orchestrator.sampling;

/**
 * Noise that is added before a step and removed by it. Karras et al. 2022 (2206.00364), algorithm
 * 2.
 *
 * @param amount S_churn, shared out over all steps; 0 adds nothing
 * @param min S_tmin, the lowest noise level at which noise is added
 * @param max S_tmax, the highest; may be infinite
 * @param noise S_noise, standard deviation of what is added
 */
public record Churn(double amount, double min, double max, double noise) {
  /** Nothing is added. */
  public static final Churn NONE = new Churn(0, 0, Double.POSITIVE_INFINITY, 1);

  /** The level to which a step that begins at {@code sigma} raises the noise. */
  double raised(double sigma, int steps) {
    boolean within = min <= sigma && sigma <= max;
    return within ? sigma * (1 + Math.min(amount / steps, Math.sqrt(2) - 1)) : sigma;
  }

  /** {@code x} at {@code sigma} with what lifts it to {@code raised}. */
  Latent lift(Latent x, double sigma, double raised, Latent unitNoise) {
    return Latent.sum(1, x, noise * Math.sqrt(raised * raised - sigma * sigma), unitNoise);
  }
}
