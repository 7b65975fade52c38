package io.latentmesh.orchestrator.sampling;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Noise levels between two ends that follow a formula rather than the training timesteps. */
public enum SigmaCurve {
  /** Karras et al. 2022 (2206.00364), eq. 5 with rho = 7. */
  KARRAS,
  /** Evenly spaced log sigma: uniform log-SNR, Lu et al. 2022 (2206.00927). */
  EXPONENTIAL;

  private static final double RHO = 7;

  /** {@code count} sigmas (at least 1) from {@code max} down to {@code min}, both above 0. */
  public List<Double> sigmas(double max, double min, int count) {
    return switch (this) {
      case KARRAS ->
          ramp(Math.pow(max, 1 / RHO), Math.pow(min, 1 / RHO), count, r -> Math.pow(r, RHO));
      case EXPONENTIAL -> ramp(Math.log(max), Math.log(min), count, Math::exp);
    };
  }

  private static List<Double> ramp(double from, double to, int count, DoubleUnaryOperator map) {
    return IntStream.range(0, count)
        .mapToDouble(i -> count == 1 ? from : from + (double) i / (count - 1) * (to - from))
        .map(map)
        .boxed()
        .toList();
  }
}
