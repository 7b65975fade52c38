package io.latentmesh.unet.engine;

import java.util.List;

/**
 * The next forward.
 *
 * @param rows of the waiting ones, all of one {@link Row.Kind}; empty only when none waits
 * @param shares after charging them
 */
public record Choice(List<Row> rows, Shares shares) {
  public Choice {
    rows = List.copyOf(rows);
  }
}
