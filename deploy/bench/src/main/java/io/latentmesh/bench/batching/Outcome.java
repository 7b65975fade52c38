package io.latentmesh.bench.batching;

import java.util.Arrays;
import java.util.List;

/**
 * What became of the requests of one run.
 *
 * @param slowdowns latency over unloaded latency, by order of arrival; none when overfull
 * @param seconds latency
 * @param idleShare of the device's time from the first to the last forward
 */
record Outcome(List<Double> slowdowns, List<Double> seconds, double idleShare) {
  /** Requests at the beginning find an empty device; they do not count. */
  private static final double SETTLING = 0.05;

  /** More came than went: every quantile grows with the length of the run. */
  static final Outcome OVERFULL = new Outcome(List.of(), List.of(), 0);

  Outcome {
    slowdowns = List.copyOf(slowdowns);
    seconds = List.copyOf(seconds);
  }

  double slowdown(double quantile) {
    return quantile(slowdowns, quantile);
  }

  double seconds(double quantile) {
    return quantile(seconds, quantile);
  }

  private static double quantile(List<Double> values, double quantile) {
    if (values.isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    int first = (int) (SETTLING * values.size());
    double[] sorted =
        values.subList(first, values.size()).stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, (int) (quantile * sorted.length))];
  }
}
