package io.latentmesh.orchestrator.admission;

/**
 * An exponentially weighted average that starts as the plain mean of its first values. After those
 * a value counts for at most three times the average: what waited for a process that had stopped is
 * a thousand times as long, and says nothing about the next. Not thread-safe.
 */
final class MovingAverage {
  private static final int FIRST = 8;
  private static final double MOST = 3;

  private final double share;
  private double value;
  private long count;

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
    count++;
    double counted = count > FIRST ? Math.min(sample, MOST * value) : sample;
    value += Math.max(share, 1.0 / count) * (counted - value);
  }

  /** What was learned, or {@code unknown} before the first value. */
  double or(double unknown) {
    return count == 0 ? unknown : value;
  }
}
