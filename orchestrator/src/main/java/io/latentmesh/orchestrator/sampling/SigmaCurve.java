package io.latentmesh.orchestrator.sampling;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Noise levels between two ends that follow a formula rather than the training timesteps. */
public enum SigmaCurve {
  /** Karras et al. 2022 (2206.00364), eq. 5 with rho = 7. */
  KARRAS,
  /** Evenly spaced log sigma: uniform log-SNR, Lu et al. 2022 (2206.00927). */
  EXPONENTIAL,
  /** Quantiles of Beta(0.6, 0.6): denser at both ends. Lee et al. 2024 (2407.12173). */
  BETA,
  /** Tangents of even angles. Sabour et al. 2024 (2404.14507), theorem 3.1. */
  KL_OPTIMAL;

  private static final double RHO = 7;
  private static final double BETA_SHAPE = 0.6;

  /** {@code count} sigmas (at least 1) from {@code max} down to {@code min}, both above 0. */
  public List<Double> sigmas(double max, double min, int count) {
    return switch (this) {
      case KARRAS -> karras(max, min, count, RHO);
      case EXPONENTIAL -> ramp(Math.log(max), Math.log(min), count, Math::exp);
      case BETA -> ramp(1, 0, count, p -> min + BetaQuantile.of(p, BETA_SHAPE) * (max - min));
      case KL_OPTIMAL -> ramp(Math.atan(max), Math.atan(min), count, Math::tan);
    };
  }

  /** {@link #KARRAS} with another {@code rho}, above 0. */
  public static List<Double> karras(double max, double min, int count, double rho) {
    return ramp(Math.pow(max, 1 / rho), Math.pow(min, 1 / rho), count, root -> Math.pow(root, rho));
  }

  /** Log sigma falls as a power {@code rho} of the way that is left; 1 is {@link #EXPONENTIAL}. */
  public static List<Double> polyexponential(double max, double min, int count, double rho) {
    double range = Math.log(max / min);
    return ramp(1, 0, count, left -> min * Math.exp(Math.pow(left, rho) * range));
  }

  private static List<Double> ramp(double from, double to, int count, DoubleUnaryOperator map) {
    return IntStream.range(0, count)
        .mapToDouble(i -> count == 1 ? from : from + (double) i / (count - 1) * (to - from))
        .map(map)
        .boxed()
        .toList();
  }
}
