package io.latentmesh.unet.engine;

import java.util.List;
import java.util.Map;

/**
 * Everything that a choice of the next forward depends on.
 *
 * @param rows in order of arrival, none of them cancelled or late
 * @param shares that the last choice returned
 * @param curves of the kinds that were measured; a kind without one is taken to cost the same
 *     whatever its rows
 * @param budgets hard caps on rows, as after out-of-memory; a kind without one has none
 * @param turnaround of streams that do not wait
 * @param nowNanos a reading of the engine's clock
 */
public record Waiting(
    List<Row> rows,
    Shares shares,
    Map<Row.Kind, BatchCurve> curves,
    Map<Row.Kind, Integer> budgets,
    Turnaround turnaround,
    long nowNanos) {
  public Waiting {
    rows = List.copyOf(rows);
    curves = Map.copyOf(curves);
    budgets = Map.copyOf(budgets);
  }

  /** Most rows of {@code kind} in one forward, whatever its curve says. */
  int cap(Row.Kind kind) {
    return budgets.getOrDefault(kind, Integer.MAX_VALUE);
  }
}
