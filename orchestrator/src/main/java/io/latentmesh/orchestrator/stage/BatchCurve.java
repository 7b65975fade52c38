package io.latentmesh.orchestrator.stage;

import io.latentmesh.orchestrator.sampling.LatentShape;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long a denoiser's forwards take by number of rows, for one latent size and conditioning
 * length.
 *
 * @param tokens conditioning length T
 * @param nanosByRows at least one point; rows and times above 0
 * @param rowBudget most rows that one forward takes
 */
public record BatchCurve(
    LatentShape latentShape, int tokens, SortedMap<Integer, Long> nanosByRows, int rowBudget) {
  public BatchCurve {
    nanosByRows = Collections.unmodifiableSortedMap(new TreeMap<>(nanosByRows));
    if (nanosByRows.isEmpty()
        || nanosByRows.firstKey() < 1
        || nanosByRows.values().stream().anyMatch(nanos -> nanos < 1)
        || rowBudget < 1) {
      throw new IllegalArgumentException(
          "a curve needs points with rows and nanoseconds above 0 and a row budget of at least 1,"
              + " got %s and %d".formatted(nanosByRows, rowBudget));
    }
  }

  /** Of one forward: linear between points, beyond the last one as from the origin. */
  public double nanos(int rows) {
    SortedMap<Integer, Long> above = nanosByRows.tailMap(rows);
    SortedMap<Integer, Long> below = nanosByRows.headMap(rows);
    if (above.isEmpty()) {
      int last = below.lastKey();
      return (double) point(last) * rows / last;
    }
    if (below.isEmpty()) {
      return (double) point(above.firstKey());
    }
    int low = below.lastKey();
    int high = above.firstKey();
    double share = (double) (rows - low) / (high - low);
    return point(low) + share * (point(high) - point(low));
  }

  /** Of one row in the forward that does most rows per second. */
  public double bestRowNanos() {
    double best = nanos(rowBudget) / rowBudget;
    for (int rows : nanosByRows.headMap(rowBudget).keySet()) {
      best = Math.min(best, nanos(rows) / rows);
    }
    return best;
  }

  private long point(int rows) {
    Long nanos = nanosByRows.get(rows);
    if (nanos == null) {
      throw new IllegalArgumentException("no point at " + rows + " rows");
    }
    return nanos;
  }
}
