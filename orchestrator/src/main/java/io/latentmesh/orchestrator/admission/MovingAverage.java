package io.latentmesh.orchestrator.admission;

/**
 * An exponentially weighted average that starts as the plain mean of its first values. Not
 * thread-safe.
 */
final class MovingAverage {
  private final double share;
  private double value;
  private long count;

  /**
   * @param share of a new value, 0 to 1
   */
  MovingAverage(double share) {
    this.share = share;
  }

  void add(double sample) {
    count++;
    value += Math.max(share, 1.0 / count) * (sample - value);
  }

  /** What was learned, or {@code unknown} before the first value. */
  double or(double unknown) {
    return count == 0 ? unknown : value;
  }
}
