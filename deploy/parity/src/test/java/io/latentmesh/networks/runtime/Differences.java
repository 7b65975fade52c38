package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.util.List;

/** Compares tensors by their largest absolute difference, and logs it. */
record Differences(ParityCase parityCase) {
  private static final System.Logger log = System.getLogger("parity");

  void check(String name, List<float[]> actual, List<float[]> expected, double limit) {
    assertThat(actual).as(name).hasSameSizeAs(expected);
    double worst = 0;
    for (int i = 0; i < expected.size(); i++) {
      worst = Math.max(worst, largest(actual.get(i), expected.get(i)));
    }
    log.log(
        Level.INFO,
        "{0} {1}: {2} of {3}",
        parityCase.name(),
        name,
        "%.2e".formatted(worst),
        "%.2e".formatted(limit));
    assertThat(worst).as("largest difference of %s", name).isLessThanOrEqualTo(limit);
  }

  /** Infinite where an element is not a number. */
  private static double largest(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      double difference = Math.abs((double) actual[i] - expected[i]);
      largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
    }
    return largest;
  }

  static double std(float[] values) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    return Math.sqrt(squares / values.length - mean * mean);
  }
}
