package io.latentmesh.bench.idle;

import io.latentmesh.bench.Sample;
import io.latentmesh.bench.idle.DeviceIdle.Setting;
import io.latentmesh.bench.idle.TimedDevice.Forward;
import java.util.List;

/**
 * What a device did in a window.
 *
 * @param idleShare of the window in which no forward ran, 0 to 1
 * @param forwardMillis mean time of a forward
 * @param gapMicros from a forward's end to the next one's start
 * @param rowsPerForward mean
 */
record IdleReading(
    Setting setting,
    double idleShare,
    double forwardMillis,
    Sample gapMicros,
    double rowsPerForward) {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_MICRO = 1e3;

  /**
   * From the first forward's start to the last one's.
   *
   * @param forwards in order, at least two
   */
  static IdleReading of(Setting setting, List<Forward> forwards) {
    var gaps = new Sample();
    double busy = 0;
    double rows = 0;
    for (int i = 1; i < forwards.size(); i++) {
      Forward before = forwards.get(i - 1);
      gaps.add((forwards.get(i).startNanos() - before.endNanos()) / NANOS_PER_MICRO);
      busy += before.endNanos() - before.startNanos();
      rows += before.rows();
    }
    double elapsed = forwards.getLast().startNanos() - forwards.getFirst().startNanos();
    return new IdleReading(
        setting,
        1 - busy / elapsed,
        busy / gaps.size() / NANOS_PER_MILLI,
        gaps,
        rows / gaps.size());
  }
}
