package io.latentmesh.bench.batching;

import io.latentmesh.unet.engine.BatchPolicy;
import io.latentmesh.unet.engine.Choice;
import io.latentmesh.unet.engine.Claim;
import io.latentmesh.unet.engine.Row;
import io.latentmesh.unet.engine.Waiting;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The image that came first from its first step to its last, its rows in one forward. */
final class OneAtATime implements BatchPolicy {
  @Override
  public Choice choose(Waiting waiting) {
    if (waiting.rows().isEmpty()) {
      return new Choice(List.of(), waiting.shares());
    }
    Claim first = first(waiting);
    List<Row> rows = waiting.rows().stream().filter(row -> row.claim() == first).toList();
    return new Choice(rows, waiting.shares());
  }

  private static Claim first(Waiting waiting) {
    Stream<Claim> here = waiting.rows().stream().map(Row::claim);
    Stream<Claim> returning =
        waiting.turnaround().returning().stream().map(stream -> stream.last().claim());
    return Stream.concat(returning, here)
        .min(Comparator.comparingLong(Claim::openedNanos))
        .orElseThrow();
  }
}
