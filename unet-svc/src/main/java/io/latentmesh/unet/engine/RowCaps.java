package io.latentmesh.unet.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The most rows that a forward may hold, by kind: a setting, and less where memory ran out. Written
 * by the engine's thread, read by any.
 */
final class RowCaps {
  /* Design. Memory that ran out may have been somebody else's, or another size's: so a lowered cap
   * doubles for each while in which nothing has happened, until the setting holds again. */

  static final long RECOVERY_NANOS = 600_000_000_000L;

  private record Lowered(int rows, long sinceNanos) {
    int cap(int maxRows, long nowNanos) {
      long doublings = (nowNanos - sinceNanos) / RECOVERY_NANOS;
      return doublings < Integer.SIZE ? (int) Math.min((long) rows << doublings, maxRows) : maxRows;
    }
  }

  private final int maxRows;
  private final Map<Row.Kind, Lowered> lowered = new ConcurrentHashMap<>();

  RowCaps(int maxRows) {
    if (maxRows < 1) {
      throw new IllegalArgumentException("maxRows must be at least 1, was " + maxRows);
    }
    this.maxRows = maxRows;
  }

  /** For the kinds of {@code rows}. */
  Map<Row.Kind, Integer> of(List<Row> rows, long nowNanos) {
    Map<Row.Kind, Integer> caps = new HashMap<>();
    rows.forEach(row -> caps.computeIfAbsent(row.kind(), kind -> cap(kind, nowNanos)));
    return caps;
  }

  /** Memory did not do for {@code rows} rows: half of them from now on. */
  void halve(Row.Kind kind, int rows, long nowNanos) {
    lowered.values().removeIf(low -> low.cap(maxRows, nowNanos) == maxRows);
    lowered.put(kind, new Lowered(Math.max(1, rows / 2), nowNanos));
  }

  int cap(Row.Kind kind, long nowNanos) {
    Lowered low = lowered.get(kind);
    return low == null ? maxRows : low.cap(maxRows, nowNanos);
  }
}
