package io.latentmesh.unet.engine;

import java.util.List;

/**
 * The next forward, or how long to hold it back.
 *
 * @param rows of the waiting ones, all of one {@link Row.Kind}; empty when none waits or when rows
 *     on their way are worth waiting for
 * @param shares after charging them
 * @param holdNanos when {@code rows} is empty although some wait: choose again after so long, or
 *     when a row comes; at most the usual turnaround. 0 otherwise
 */
public record Choice(List<Row> rows, Shares shares, long holdNanos) {
  public Choice {
    rows = List.copyOf(rows);
  }

  /** Rows that run at once. */
  public Choice(List<Row> rows, Shares shares) {
    this(rows, shares, 0);
  }
}
