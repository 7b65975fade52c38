package io.latentmesh.orchestrator.sampling;

/** Quantiles of symmetric beta distributions. */
final class BetaQuantile {
  private static final int BISECTIONS = 100;
  private static final int TERMS = 100;

  private BetaQuantile() {}

  /**
   * Where the distribution Beta(shape, shape) has the share {@code p} of 0 to 1 below it, shape
   * above 0 and below 1.
   */
  static double of(double p, double shape) {
    if (p <= 0 || p >= 1) {
      return p <= 0 ? 0 : 1;
    }
    if (p > 0.5) {
      return 1 - of(1 - p, shape);
    }
    double half = below(0.5, shape);
    double low = 0;
    double high = 0.5;
    for (int i = 0; i < BISECTIONS && low < high; i++) {
      double middle = (low + high) / 2;
      if (below(middle, shape) < 2 * p * half) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /**
   * The integral of (t (1 - t))^(shape - 1) from 0 to {@code x}, at most 1/2: the binomial series
   * of (1 - t)^(shape - 1), integrated term by term, converges at least as fast as 2^-n.
   */
  private static double below(double x, double shape) {
    double sum = 0;
    double term = Math.pow(x, shape);
    for (int n = 0; n < TERMS && term > 0; n++) {
      sum += term / (n + shape);
      term *= x * (n + 1 - shape) / (n + 1);
    }
    return sum;
  }
}
