package io.latentmesh.orchestrator.admission;

import java.util.Arrays;

/**
 * An exponentially weighted average that single values do not move far: what waited for a process
 * that had stopped, or was the first to run, is a thousand times as long and says nothing about the
 * next. It starts as the median of its first values; after those a value counts for at most three
 * times the average. Not thread-safe.
 */
final class MovingAverage {
  private static final int FIRST = 8;
  private static final double MOST = 3;

  private final double share;
  private final double[] first = new double[FIRST];
  private double value;
  private int count; // of the first ones

  /**
   * @param share of a new value, 0 to 1
   */
  MovingAverage(double share) {
    this.share = share;
  }

  /**
   * @param sample above 0
   */
  void add(double sample) {
    if (count == FIRST) {
      value += share * (Math.min(sample, MOST * value) - value);
      return;
    }
    first[count++] = sample;
    value = median();
  }

  /** The lower one of two in the middle. */
  private double median() {
    double[] sorted = Arrays.copyOf(first, count);
    Arrays.sort(sorted);
    return sorted[(count - 1) / 2];
  }

  /** What was learned, or {@code unknown} before the first value. */
  double or(double unknown) {
    return count == 0 ? unknown : value;
  }
}
