package io.latentmesh.unet.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The time of a forward as a function of its rows, for one {@link Row.Kind}: between measured
 * points a straight line, beyond the last one the last slope. A value.
 */
public final class BatchCurve {
  /* Looked up dozens of times between two forwards, while the device waits: arrays, and the budget
   * is found once. */

  /** A gain in rows per second below this is noise of the measurement. */
  private static final double PAYS = 1.02;

  private final int[] rows; // Rising.
  private final long[] nanos; // Never falling.
  private final int budget;

  /**
   * A curve through measured points. A fall is noise of the measurement and levelled out.
   *
   * @param nanosByRows at least one point; rows and times above 0
   */
  public BatchCurve(SortedMap<Integer, Long> nanosByRows) {
    this(
        nanosByRows.keySet().stream().mapToInt(Integer::intValue).toArray(),
        nanosByRows.values().stream().mapToLong(Long::longValue).toArray());
  }

  /** Keeps both arrays. */
  private BatchCurve(int[] rows, long[] nanos) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("a batch curve needs at least one point");
    }
    long longest = 1;
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 1 || nanos[i] < 1) {
        throw new IllegalArgumentException(
            "rows and nanos must be at least 1, was %d=%d".formatted(rows[i], nanos[i]));
      }
      longest = Math.max(longest, nanos[i]);
      nanos[i] = longest;
    }
    this.rows = rows;
    this.nanos = nanos;
    this.budget = bestSize();
  }

  /** A curve through {@code nanos} for 1, 2, 3... rows. */
  public static BatchCurve of(long... nanos) {
    int[] rows = new int[nanos.length];
    Arrays.setAll(rows, i -> i + 1);
    return new BatchCurve(rows, nanos.clone());
  }

  /** The same time whatever the rows, up to {@code rows}, at least 1. */
  static BatchCurve flat(long nanos, int rows) {
    return rows <= 1 ? of(nanos) : new BatchCurve(new int[] {1, rows}, new long[] {nanos, nanos});
  }

  /** Every time {@code factor} times as long. */
  BatchCurve scaled(double factor) {
    long[] times = new long[nanos.length];
    Arrays.setAll(times, i -> Math.max(1, Math.round(nanos[i] * factor)));
    return new BatchCurve(rows, times);
  }

  /** The points, by rows. */
  public SortedMap<Integer, Long> nanosByRows() {
    TreeMap<Integer, Long> points = new TreeMap<>();
    for (int i = 0; i < rows.length; i++) {
      points.put(rows[i], nanos[i]);
    }
    return Collections.unmodifiableSortedMap(points);
  }

  /** Expected time of a forward of {@code size} rows, at least 1. */
  public long nanos(int size) {
    int found = Arrays.binarySearch(rows, size);
    if (found >= 0) {
      return nanos[found];
    }
    int right = -found - 1; // the first point with more rows
    if (right == 0) {
      return nanos[0]; // fewer rows never take longer; how much less is not known
    }
    if (right < rows.length) {
      return between(size, right - 1, right);
    }
    return right == 1
        ? Math.multiplyExact(nanos[0] / rows[0], (long) size)
        : between(size, right - 2, right - 1);
  }

  /**
   * The largest batch that still pays: beyond it everybody becomes slower without the device
   * getting noticeably more rows done per second.
   */
  public int budget() {
    return budget;
  }

  private int bestSize() {
    int best = 0; // between points the speed has no maximum
    for (int i = 1; i < rows.length; i++) {
      if (speed(i) > PAYS * speed(best)) {
        best = i;
      }
    }
    return rows[best];
  }

  private double speed(int point) {
    return rows[point] / (double) nanos[point];
  }

  private long between(int size, int left, int right) {
    double slope = (nanos[right] - nanos[left]) / (double) (rows[right] - rows[left]);
    return Math.round(nanos[left] + slope * (size - rows[left]));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BatchCurve curve
        && Arrays.equals(rows, curve.rows)
        && Arrays.equals(nanos, curve.nanos);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(rows) + Arrays.hashCode(nanos);
  }

  @Override
  public String toString() {
    return "BatchCurve" + nanosByRows();
  }
}
