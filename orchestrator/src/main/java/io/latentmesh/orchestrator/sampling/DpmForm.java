package io.latentmesh.orchestrator.sampling;

/**
 * The four exponential integrators of the DPM-Solver family in sigma space. With lambda = -log
 * sigma and h its growth over a step, each solves its part linear in x exactly and integrates a
 * Taylor expansion of the rest: x' = {@link #keep} x + c0 D0 + c1 D1 + c2 D2 + {@link #noise} n,
 * where D0 is the model's prediction and D1 = h D', D2 = h^2 D'' its derivatives in lambda.
 *
 * <p>A step to sigma 0 has h infinite: only {@link #keep}, {@link #c0} and {@link #noise} of the
 * forms that expand the denoised latent are defined there.
 */
public enum DpmForm {
  /** DPM-Solver: expands epsilon. Lu et al. 2022 (2206.00927), eq. 3.4. */
  NOISE,
  /** DPM-Solver++: expands the denoised latent. Lu et al. 2022 (2211.01095), eq. 9. */
  DATA,
  /** SDE-DPM-Solver, the same paper's section 3.4. */
  NOISE_SDE,
  /** SDE-DPM-Solver++, the same paper's section 3.4. */
  DATA_SDE;

  /** Whether D0 is the denoised latent; else it is epsilon = (x - denoised) / sigma. */
  boolean expandsDenoised() {
    return this == DATA || this == DATA_SDE;
  }

  /** Whether noise is drawn. */
  boolean isStochastic() {
    return this == NOISE_SDE || this == DATA_SDE;
  }

  double keep(double sigma, double next) {
    double decay = next / sigma; // e^-h
    return switch (this) {
      case NOISE, NOISE_SDE -> 1;
      case DATA -> decay;
      case DATA_SDE -> decay * decay;
    };
  }

  double c0(double sigma, double next) {
    return switch (this) {
      case NOISE -> next - sigma;
      case NOISE_SDE -> 2 * (next - sigma);
      case DATA, DATA_SDE -> 1 - keep(sigma, next);
    };
  }

  double c1(double sigma, double next, DpmSolverType type) {
    double h = Math.log(sigma / next);
    if (type == DpmSolverType.MIDPOINT) {
      return c0(sigma, next) / 2;
    }
    return switch (this) {
      case NOISE -> next - (sigma - next) / h;
      case NOISE_SDE -> 2 * (next - (sigma - next) / h);
      case DATA -> 1 - c0(sigma, next) / h;
      case DATA_SDE -> 1 - c0(sigma, next) / (2 * h);
    };
  }

  /**
   * As diffusers has it. In DATA_SDE the integral of the paper's expansion ends in + 1/2, not - 1/2
   * ({@link DpmPlusPlus3MSde} has it so): a third-order term of the wrong size, which is kept here
   * because the same name has to give the same picture.
   */
  double c2(double sigma, double next) {
    double h = Math.log(sigma / next);
    return switch (this) {
      case NOISE -> next / 2 - (sigma - next - h * next) / (h * h);
      case DATA -> (c0(sigma, next) - h) / (h * h) + 0.5;
      case DATA_SDE -> (c0(sigma, next) - 2 * h) / (4 * h * h) - 0.5;
      case NOISE_SDE -> throw new IllegalArgumentException("SDE-DPM-Solver has orders 1 and 2");
    };
  }

  double noise(double sigma, double next) {
    return switch (this) {
      case NOISE, DATA -> 0;
      case NOISE_SDE -> Math.sqrt(sigma * sigma - next * next);
      case DATA_SDE -> next * Math.sqrt(1 - keep(sigma, next));
    };
  }

  /** D0 for a denoised latent. */
  Latent prediction(Latent x, Latent denoised, double sigma) {
    return expandsDenoised() ? denoised : Latent.sum(1 / sigma, x, -1 / sigma, denoised);
  }
}
