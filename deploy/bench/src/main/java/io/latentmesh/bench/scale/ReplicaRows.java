package io.latentmesh.bench.scale;

import java.util.List;

/**
 * What each replica had counted at one moment.
 *
 * @param atNanos as {@link System#nanoTime()}
 * @param rows answered since its start, oldest replica first
 */
record ReplicaRows(long atNanos, List<Double> rows) {
  ReplicaRows {
    rows = List.copyOf(rows);
  }
}
