package io.latentmesh.orchestrator.sampling;

/** What a network was trained to predict, given x / sqrt(sigma^2 + 1). */
public enum PredictionType {
  /** The unit noise in x. Ho et al. 2020 (2006.11239). */
  EPSILON("epsilon"),
  /**
   * alpha epsilon - sigma x0 in the variance-preserving scaling. Salimans and Ho 2022 (2202.00512).
   */
  V_PREDICTION("v_prediction"),
  /** The clean latent itself. */
  SAMPLE("sample");

  private final String configName;

  PredictionType(String configName) {
    this.configName = configName;
  }

  /** The value of {@code prediction_type} in a scheduler_config.json. */
  public String configName() {
    return configName;
  }

  /** The denoised latent for a raw {@code output} at {@code x}. */
  public Latent denoised(Latent x, Latent output, double sigma) {
    double variance = sigma * sigma + 1;
    return switch (this) {
      case EPSILON -> Latent.sum(1, x, -sigma, output);
      case V_PREDICTION -> Latent.sum(1 / variance, x, -sigma / Math.sqrt(variance), output);
      case SAMPLE -> output;
    };
  }

  /** The raw output that {@link #denoised} turns into {@code denoised}; sigma is above 0. */
  Latent output(Latent x, Latent denoised, double sigma) {
    double root = Math.sqrt(sigma * sigma + 1);
    return switch (this) {
      case EPSILON -> Latent.sum(1 / sigma, x, -1 / sigma, denoised);
      case V_PREDICTION -> Latent.sum(1 / (sigma * root), x, -root / sigma, denoised);
      case SAMPLE -> denoised;
    };
  }
}
