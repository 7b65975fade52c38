package io.latentmesh.unet;

import io.latentmesh.unet.engine.BatchDenoiser;
import io.latentmesh.unet.engine.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Runs numbers of rows that ran before, for devices that take long over a new one. Repeats the last
 * row to fill up. Confined to the engine's thread, like what it wraps.
 */
final class PaddedDenoiser implements BatchDenoiser {
  /** As many sizes as the session keeps buffers for, and some. */
  private static final int REMEMBERED_KINDS = 32;

  private final BatchDenoiser network;
  private final LongSupplier nanoTime;
  private final LinkedHashMap<Row.Kind, Warm> kinds = new LinkedHashMap<>(16, 0.75f, true);

  PaddedDenoiser(BatchDenoiser network, LongSupplier nanoTime) {
    this.network = network;
    this.nanoTime = nanoTime;
  }

  @Override
  public List<float[]> denoise(List<Row> rows) {
    Warm warm = warm(rows.getFirst().kind());
    int padded = warm.rowsFor(rows.size());
    long begun = nanoTime.getAsLong();
    List<float[]> outputs = network.denoise(padded(rows, padded));
    warm.ran(rows.size(), padded, nanoTime.getAsLong() - begun);
    return outputs.subList(0, rows.size());
  }

  private Warm warm(Row.Kind kind) {
    Warm known = kinds.computeIfAbsent(kind, _ -> new Warm());
    if (kinds.size() > REMEMBERED_KINDS) {
      kinds.pollFirstEntry();
    }
    return known;
  }

  private static List<Row> padded(List<Row> rows, int count) {
    if (count == rows.size()) {
      return rows;
    }
    List<Row> padded = new ArrayList<>(rows);
    padded.addAll(Collections.nCopies(count - rows.size(), rows.getLast()));
    return padded;
  }

  /** What is known about the numbers of rows of one kind. */
  private static final class Warm {
    private final TreeMap<Integer, Long> firstNanos = new TreeMap<>();
    private final Map<Integer, Long> wastedNanos = new HashMap<>();
    private long searchNanos;

    int rowsFor(int rows) {
      return Padding.rows(
          rows, firstNanos.navigableKeySet(), wastedNanos.getOrDefault(rows, 0L), searchNanos);
    }

    void ran(int rows, int padded, long nanos) {
      Long first = firstNanos.putIfAbsent(padded, nanos);
      if (first == null) {
        return;
      }
      searchNanos = Math.max(searchNanos, first - nanos);
      if (padded > rows) {
        wastedNanos.merge(rows, nanos * (padded - rows) / padded, Long::sum);
      }
    }
  }
}
