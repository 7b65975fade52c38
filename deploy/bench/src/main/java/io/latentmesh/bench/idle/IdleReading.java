package io.latentmesh.bench.idle;

import io.latentmesh.bench.idle.DeviceIdle.DeviceCounters;
import io.latentmesh.bench.idle.DeviceIdle.Setting;

/**
 * What a device did in a window.
 *
 * @param idleShare of the window in which no forward ran, 0 to 1
 * @param forwardMillis mean time of a forward, as the engine measured it
 * @param stepMillis mean time from one forward's start to the next one's
 * @param rowsPerForward mean
 */
record IdleReading(
    Setting setting,
    double idleShare,
    double forwardMillis,
    double stepMillis,
    double rowsPerForward) {
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double MICROS_PER_MILLI = 1e3;

  static IdleReading between(Setting setting, DeviceCounters before, DeviceCounters after) {
    double elapsed = after.atSeconds() - before.atSeconds();
    double busy = after.busySeconds() - before.busySeconds();
    double forwards = after.forwards() - before.forwards();
    return new IdleReading(
        setting,
        1 - busy / elapsed,
        busy / forwards * MILLIS_PER_SECOND,
        elapsed / forwards * MILLIS_PER_SECOND,
        (after.rows() - before.rows()) / forwards);
  }

  /** What passes between two forwards, in microseconds. */
  double gapMicros() {
    return (stepMillis - forwardMillis) * MICROS_PER_MILLI;
  }
}
