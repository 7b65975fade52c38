package io.latentmesh.unet.engine;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The time of a forward as a function of its rows, for one {@link Row.Kind}: between measured
 * points a straight line, beyond the last one the last slope.
 *
 * @param nanosByRows measured points, at least one; rows and times above 0, times never falling
 */
public record BatchCurve(SortedMap<Integer, Long> nanosByRows) {
  /** A gain in rows per second below this is noise of the measurement. */
  private static final double PAYS = 1.02;

  public BatchCurve {
    if (nanosByRows.isEmpty()) {
      throw new IllegalArgumentException("a batch curve needs at least one point");
    }
    nanosByRows = Collections.unmodifiableSortedMap(rising(nanosByRows));
  }

  /** A curve through {@code nanos} for 1, 2, 3... rows. */
  public static BatchCurve of(long... nanos) {
    TreeMap<Integer, Long> points = new TreeMap<>();
    for (int i = 0; i < nanos.length; i++) {
      points.put(i + 1, nanos[i]);
    }
    return new BatchCurve(points);
  }

  /** The same time whatever the rows, up to {@code rows}, at least 1. */
  static BatchCurve flat(long nanos, int rows) {
    TreeMap<Integer, Long> points = new TreeMap<>();
    points.put(1, nanos);
    points.put(Math.max(1, rows), nanos);
    return new BatchCurve(points);
  }

  /** Expected time of a forward of {@code rows} rows, at least 1. */
  public long nanos(int rows) {
    Long measured = nanosByRows.get(rows);
    if (measured != null) {
      return measured;
    }
    int first = nanosByRows.firstKey();
    if (rows < first) {
      return at(first); // fewer rows never take longer; how much less is not known
    }
    int left = lastBefore(rows);
    SortedMap<Integer, Long> beyond = nanosByRows.tailMap(rows);
    int right = beyond.isEmpty() ? left : beyond.firstKey();
    return right == left ? extrapolated(rows, left) : between(rows, left, right);
  }

  /**
   * The largest batch that still pays: beyond it everybody becomes slower without the device
   * getting noticeably more rows done per second.
   */
  public int budget() {
    int best = 1;
    for (int rows : nanosByRows.keySet()) { // between points the speed has no maximum
      if (speed(rows) > PAYS * speed(best)) {
        best = rows;
      }
    }
    return best;
  }

  private double speed(int rows) {
    return rows / (double) nanos(rows);
  }

  private long at(int measured) {
    return Objects.requireNonNull(nanosByRows.get(measured));
  }

  private int lastBefore(int rows) {
    return nanosByRows.headMap(rows).lastKey();
  }

  private long extrapolated(int rows, int last) {
    SortedMap<Integer, Long> before = nanosByRows.headMap(last);
    if (before.isEmpty()) {
      return Math.multiplyExact(at(last) / last, (long) rows);
    }
    return between(rows, before.lastKey(), last);
  }

  private long between(int rows, int left, int right) {
    long from = at(left);
    double slope = (at(right) - from) / (double) (right - left);
    return Math.round(from + slope * (rows - left));
  }

  private static TreeMap<Integer, Long> rising(SortedMap<Integer, Long> points) {
    TreeMap<Integer, Long> result = new TreeMap<>();
    long longest = 1;
    for (var point : points.entrySet()) {
      if (point.getKey() < 1 || point.getValue() < 1) {
        throw new IllegalArgumentException("rows and nanos must be at least 1, was " + point);
      }
      longest = Math.max(longest, point.getValue()); // a fall is noise of the measurement
      result.put(point.getKey(), longest);
    }
    return result;
  }
}
