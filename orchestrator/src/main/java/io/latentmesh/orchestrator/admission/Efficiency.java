package io.latentmesh.orchestrator.admission;

/**
 * What the denoiser's replicas do while there is enough to do, over what their batch curves allow:
 * below 1 because of gaps, other callers of the same replicas, or a slower stage behind. Measured
 * only while somebody waits; fades to 1 while nobody does. Not thread-safe.
 */
final class Efficiency {
  private static final double WINDOW_NANOS = 1e9;
  private static final double LEARN_NANOS = 5e9;
  private static final double FORGET_NANOS = 60e9;
  private static final double LEAST = 0.25;
  private static final double MOST = 1.5;

  /** Evaluations come in batches: fewer than this many say little about a rate. */
  private static final int LEAST_EVALUATIONS = 32;

  private double value = 1;
  private boolean saturated;
  private long sinceNanos;
  private double spentNanos;
  private double workNanos;
  private int evaluations;

  double value() {
    return value;
  }

  /** Somebody waits from now on, or nobody does. */
  void saturated(boolean now, long nowNanos) {
    settle(nowNanos);
    saturated = now;
  }

  /** An evaluation was finished that takes so much replica time in full batches. */
  void evaluated(double replicaNanos, long nowNanos, int replicas) {
    settle(nowNanos);
    if (!saturated) {
      return;
    }
    workNanos += replicaNanos;
    evaluations++;
    if (spentNanos >= WINDOW_NANOS && evaluations >= LEAST_EVALUATIONS) {
      move(workNanos / (spentNanos * replicas), spentNanos / LEARN_NANOS);
      spentNanos = 0;
      workNanos = 0;
      evaluations = 0;
    }
  }

  private void settle(long nowNanos) {
    long elapsed = nowNanos - sinceNanos;
    sinceNanos = nowNanos;
    if (saturated) {
      spentNanos += elapsed;
      return;
    }
    move(1, elapsed / FORGET_NANOS);
  }

  private void move(double sample, double time) {
    value = Math.clamp(value - Math.expm1(-time) * (sample - value), LEAST, MOST);
  }
}
