package io.latentmesh.unet.engine;

/** Whether forwards work: after two failures in a row they do not. One thread. */
final class DeviceHealth {
  private static final int FAILURES = 2;

  private final long testIntervalNanos;
  private int failuresInARow;
  private long nextTestNanos;

  DeviceHealth(long testIntervalNanos) {
    this.testIntervalNanos = testIntervalNanos;
  }

  boolean isBroken() {
    return failuresInARow >= FAILURES;
  }

  /** A forward, of rows or of a self-test, has succeeded. */
  void succeeded() {
    failuresInARow = 0;
  }

  /**
   * A forward of rows has failed. The first self-test is due at once: it may have been the rows.
   */
  void failed(long nowNanos) {
    failuresInARow++;
    nextTestNanos = nowNanos;
  }

  void testFailed(long nowNanos) {
    nextTestNanos = nowNanos + testIntervalNanos;
  }

  /** How long until a self-test is due, at most 0 when it is. */
  long untilTest(long nowNanos) {
    return nextTestNanos - nowNanos;
  }
}
