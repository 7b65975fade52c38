package io.latentmesh.networks.runtime;

/**
 * The normal distribution that the autoencoder makes of one image, per latent element. Owned by
 * whoever receives it: the model keeps no reference to the arrays.
 */
public final class Moments {
  private final float[] mean;
  private final float[] logVariance;

  Moments(float[] mean, float[] logVariance) {
    this.mean = mean;
    this.logVariance = logVariance;
  }

  /** {@code [C,h,w]} in C order. */
  public float[] mean() {
    return mean;
  }

  /** {@code [C,h,w]} in C order, limited to [-30,20]. */
  public float[] logVariance() {
    return logVariance;
  }

  /** Whether every element is a number. */
  public boolean isFinite() {
    return OutputRow.allFinite(mean) && OutputRow.allFinite(logVariance);
  }
}
