package io.latentmesh.bench.stub;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How long a stub's forward takes by number of rows: interpolated linearly between the given
 * points, constant below the first one, with the last slope above the last one. Immutable.
 */
public final class StubTimes {
  private final NavigableMap<Integer, Long> nanosByRows;

  private StubTimes(NavigableMap<Integer, Long> nanosByRows) {
    this.nanosByRows = nanosByRows;
  }

  /** The same time whatever the rows. */
  public static StubTimes constant(Duration time) {
    return of(Map.of(1, time));
  }

  /** Times at some numbers of rows, at least one. */
  public static StubTimes of(Map<Integer, Duration> points) {
    if (points.isEmpty()) {
      throw new IllegalArgumentException("points: must not be empty");
    }
    NavigableMap<Integer, Long> nanos = new TreeMap<>();
    points.forEach((rows, time) -> nanos.put(rows, time.toNanos()));
    return new StubTimes(nanos);
  }

  /** The time of a forward of {@code rows}, in nanoseconds. */
  public long nanos(int rows) {
    var below = nanosByRows.floorEntry(rows);
    var above = nanosByRows.ceilingEntry(rows);
    if (below == null) {
      return nanosByRows.firstEntry().getValue();
    }
    if (above == null) {
      above = below;
      below = nanosByRows.lowerEntry(above.getKey());
      if (below == null) {
        return above.getValue();
      }
    }
    if (below.getKey().equals(above.getKey())) {
      return below.getValue();
    }
    double slope =
        (double) (above.getValue() - below.getValue()) / (above.getKey() - below.getKey());
    return Math.round(below.getValue() + slope * (rows - below.getKey()));
  }
}
