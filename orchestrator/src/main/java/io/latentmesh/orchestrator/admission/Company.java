package io.latentmesh.orchestrator.admission;

/**
 * How much lately ran side by side: the replica time of one round of all rows in flight, averaged
 * over the last seconds. Not thread-safe.
 */
final class Company {
  private static final double MEMORY_NANOS = 3e9;

  private double average;
  private double current;
  private long sinceNanos;

  /** A request's rows began (positive) or ended. */
  void change(double roundNanos, long nowNanos) {
    average = average(nowNanos);
    sinceNanos = nowNanos;
    current = Math.max(0, current + roundNanos);
  }

  double current() {
    return current;
  }

  double average(long nowNanos) {
    double share = -Math.expm1(-(nowNanos - sinceNanos) / MEMORY_NANOS);
    return average + share * (current - average);
  }
}
