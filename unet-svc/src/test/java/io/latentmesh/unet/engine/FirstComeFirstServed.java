package io.latentmesh.unet.engine;

import java.util.List;

/**
 * For tests of the mechanics: the row that waits longest, and with it the next ones of its kind, up
 * to {@code maxRows}. Nothing waits for company, and no kind can starve another: the oldest row
 * always runs.
 */
public record FirstComeFirstServed(int maxRows) implements BatchPolicy {
  public FirstComeFirstServed {
    if (maxRows < 1) {
      throw new IllegalArgumentException("maxRows must be at least 1, was " + maxRows);
    }
  }

  @Override
  public Choice choose(Waiting waiting) {
    return new Choice(choose(waiting.rows()), waiting.shares());
  }

  private List<Row> choose(List<Row> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Row.Kind kind = rows.getFirst().kind();
    return rows.stream().filter(row -> row.kind().equals(kind)).limit(maxRows).toList();
  }
}
