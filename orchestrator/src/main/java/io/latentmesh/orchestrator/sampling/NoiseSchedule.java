package io.latentmesh.orchestrator.sampling;

/**
 * The noise level of every training timestep: alpha-bar (alphasCumprod) and sigma = sqrt((1 -
 * alpha-bar) / alpha-bar). The tables are rounded where torch and numpy round them.
 */
public final class NoiseSchedule {
  private final float[] alphasCumprod; // not written after construction
  private final float[] sigmas;

  private NoiseSchedule(float[] alphasCumprod) {
    this.alphasCumprod = alphasCumprod;
    this.sigmas = new float[alphasCumprod.length];
    for (int t = 0; t < sigmas.length; t++) {
      sigmas[t] = (float) Math.sqrt((1 - alphasCumprod[t]) / alphasCumprod[t]);
    }
  }

  /** Ho et al. 2020 (2006.11239), eq. 4: alpha-bar is the running product of 1 - beta. */
  public static NoiseSchedule of(float[] betas) {
    return new NoiseSchedule(runningProduct(betas));
  }

  /**
   * The schedule shifted so that its last timestep holds no signal. Lin et al. 2024 (2305.08891),
   * algorithm 1. An alpha-bar of exactly 0 has no place in sigma space, so the last one becomes
   * {@code terminal}.
   *
   * @param terminal above 0 and far below every other alpha-bar
   */
  public static NoiseSchedule withZeroTerminalSnr(float[] betas, float terminal) {
    float[] alphasCumprod = runningProduct(rescaled(runningProduct(betas)));
    alphasCumprod[alphasCumprod.length - 1] = terminal;
    return new NoiseSchedule(alphasCumprod);
  }

  /** The number of training timesteps. */
  public int timesteps() {
    return sigmas.length;
  }

  /** Sigma of training timestep {@code t}, 0 to timesteps() - 1. */
  public double sigma(int t) {
    return Math.sqrt((1.0 - alphasCumprod[t]) / alphasCumprod[t]);
  }

  /** Sigma in float32, linear between two timesteps and constant beyond both ends. */
  public double sigmaBetween(double timestep) {
    int low = (int) Math.clamp(Math.floor(timestep), 0, sigmas.length - 2);
    double fraction = Math.clamp(timestep - low, 0, 1);
    return sigmas[low] + fraction * ((double) sigmas[low + 1] - sigmas[low]);
  }

  /** Sigma linear in log sigma between two timesteps, 0 to timesteps() - 1. */
  public double sigmaLogBetween(double timestep) {
    int low = (int) Math.clamp(Math.floor(timestep), 0, sigmas.length - 2);
    double fraction = Math.clamp(timestep - low, 0, 1);
    return Math.exp((1 - fraction) * Math.log(sigmas[low]) + fraction * Math.log(sigmas[low + 1]));
  }

  /** The timestep that has {@code sigma}, linear in log sigma between two, clamped to the table. */
  public double timestep(double sigma) {
    double log = Math.log(sigma);
    int low = 0;
    for (int t = 0; t < sigmas.length - 1; t++) {
      low = logSigma(t) <= log ? t : low;
    }
    float width = logSigma(low) - logSigma(low + 1);
    double weight = Math.clamp((logSigma(low) - log) / width, 0, 1);
    return (1 - weight) * low + weight * (low + 1);
  }

  private float logSigma(int t) {
    return (float) Math.log(sigmas[t]);
  }

  /** torch.cumprod keeps the running product in double and rounds each element. */
  private static float[] runningProduct(float[] betas) {
    float[] product = new float[betas.length];
    double running = 1;
    for (int t = 0; t < product.length; t++) {
      running *= 1 - betas[t];
      product[t] = (float) running;
    }
    return product;
  }

  private static float[] rescaled(float[] alphasCumprod) {
    float[] root = new float[alphasCumprod.length];
    float first = (float) Math.sqrt(alphasCumprod[0]);
    float last = (float) Math.sqrt(alphasCumprod[root.length - 1]);
    for (int t = 0; t < root.length; t++) {
      root[t] = ((float) Math.sqrt(alphasCumprod[t]) - last) * (first / (first - last));
    }
    float[] betas = new float[root.length];
    for (int t = 0; t < betas.length; t++) {
      float squared = root[t] * root[t];
      betas[t] = 1 - (t == 0 ? squared : squared / (root[t - 1] * root[t - 1]));
    }
    return betas;
  }
}
