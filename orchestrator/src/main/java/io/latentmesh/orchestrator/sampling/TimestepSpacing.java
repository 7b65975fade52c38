package io.latentmesh.orchestrator.sampling;

import java.util.List;
import java.util.stream.IntStream;

/** Which training timesteps are visited. Lin et al. 2024 (2305.08891), table 2. */
public enum TimestepSpacing {
  /** Evenly from the first to the last; fractional. */
  LINSPACE,
  /** Whole strides from 0 up, moved by an offset: the last timesteps are left out. */
  LEADING,
  /** Even strides from the last down. */
  TRAILING;

  /**
   * Timesteps in descending order, as numpy computes them.
   *
   * <p>TRAILING gives one more than {@code steps}, and -1 as the last, where the floating-point
   * length of numpy's arange does (61 steps are the first such case); diffusers has the same.
   *
   * @param trainTimesteps at least 2
   * @param steps at least 1
   * @param offset added to LEADING only
   */
  public List<Double> timesteps(int trainTimesteps, int steps, int offset) {
    return switch (this) {
      case LINSPACE -> linspace(trainTimesteps - 1.0, steps).reversed();
      case LEADING -> leading(trainTimesteps / steps, steps, offset);
      case TRAILING -> trailing(trainTimesteps, steps);
    };
  }

  private static List<Double> linspace(double last, int steps) {
    double stride = last / (steps - 1);
    return IntStream.range(0, steps)
        .mapToObj(i -> i == 0 ? 0 : i == steps - 1 ? last : i * stride)
        .toList();
  }

  private static List<Double> leading(int stride, int steps, int offset) {
    return IntStream.range(0, steps)
        .mapToObj(i -> (double) (steps - 1 - i) * stride + offset)
        .toList();
  }

  private static List<Double> trailing(double trainTimesteps, int steps) {
    double stride = trainTimesteps / steps;
    double difference = trainTimesteps - stride - trainTimesteps; // arange measures its own stride
    return IntStream.range(0, (int) Math.ceil(trainTimesteps / stride))
        .mapToObj(i -> Math.rint(trainTimesteps + i * difference) - 1)
        .toList();
  }
}
