package io.latentmesh.orchestrator.sampling;

/** What a network was trained to predict, given a scaled latent. */
public enum PredictionType {
  /** The unit noise in x. Ho et al. 2020 (2006.11239). */
  EPSILON("epsilon"),
  /**
   * alpha epsilon - sigma x0 in the variance-preserving scaling. Salimans and Ho 2022 (2202.00512).
   */
  V_PREDICTION("v_prediction"),
  /** The clean latent itself. */
  SAMPLE("sample"),
  /** n - x0 on the straight path x / (sigma + 1). Liu et al. 2022 (2209.03003). */
  FLOW("flow_prediction");

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
    return this == SAMPLE ? output : Latent.sum(skip(sigma), x, out(sigma), output);
  }

  /** By what x is multiplied in a denoised latent. */
  double skip(double sigma) {
    return switch (this) {
      case EPSILON -> 1;
      case V_PREDICTION -> 1 / (sigma * sigma + 1);
      case SAMPLE -> 0;
      case FLOW -> 1 / (1 + sigma);
    };
  }

  /** By what the raw output is multiplied in a denoised latent. */
  double out(double sigma) {
    return switch (this) {
      case EPSILON -> -sigma;
      case V_PREDICTION -> -sigma / Math.sqrt(sigma * sigma + 1);
      case SAMPLE -> 1;
      case FLOW -> -sigma / (1 + sigma);
    };
  }

  /** The raw output that {@link #denoised} turns into {@code denoised}; sigma is above 0. */
  Latent output(Latent x, Latent denoised, double sigma) {
    double root = Math.sqrt(sigma * sigma + 1);
    return switch (this) {
      case EPSILON -> Latent.sum(1 / sigma, x, -1 / sigma, denoised);
      case V_PREDICTION -> Latent.sum(1 / (sigma * root), x, -root / sigma, denoised);
      case SAMPLE -> denoised;
      case FLOW -> Latent.sum(1 / sigma, x, -(1 + sigma) / sigma, denoised);
    };
  }
}
