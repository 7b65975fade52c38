package io.latentmesh.bench.batching;

import io.latentmesh.unet.engine.BatchPolicy;
import io.latentmesh.unet.engine.Choice;
import io.latentmesh.unet.engine.Claim;
import io.latentmesh.unet.engine.Row;
import io.latentmesh.unet.engine.Waiting;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Eight requests or five seconds, whichever comes first; then that batch, and nobody else, until
 * its longest image is done. To be fair to it, an image is answered when its own steps are done,
 * and its rows leave the forwards. One run, one thread: it remembers its batch.
 */
final class StaticWindow implements BatchPolicy {
  static final int REQUESTS = 8;
  static final long WINDOW_NANOS = 5_000_000_000L;

  private final Set<Claim> batch = Collections.newSetFromMap(new IdentityHashMap<>());

  @Override
  public Choice choose(Waiting waiting) {
    Set<Claim> travelling = Collections.newSetFromMap(new IdentityHashMap<>());
    waiting.turnaround().returning().forEach(stream -> travelling.add(stream.last().claim()));
    List<Row> rows = waiting.rows();
    batch.removeIf(claim ->
        !travelling.contains(claim) && rows.stream().noneMatch(row -> row.claim() == claim));
    if (batch.isEmpty()) {
      long hold = collect(waiting);
      if (hold > 0) {
        return new Choice(List.of(), waiting.shares(), hold);
      }
    }
    if (rows.isEmpty()) {
      return new Choice(List.of(), waiting.shares());
    }
    if (rows.stream().noneMatch(row -> batch.contains(row.claim()))) {
      return new Choice(List.of(), waiting.shares());
    }
    return new Choice(
        rows.stream()
            .filter(row -> batch.contains(row.claim()))
            .limit(waiting.budgets().getOrDefault(rows.getFirst().kind(), Integer.MAX_VALUE))
            .toList(),
        waiting.shares());
  }

  /** Fills the batch or says how long the window is still open. */
  private long collect(Waiting waiting) {
    List<Claim> claims = waiting.rows().stream().map(Row::claim).distinct().toList();
    if (claims.isEmpty()) {
      return 0;
    }
    long open = claims.getFirst().openedNanos() + WINDOW_NANOS - waiting.nowNanos();
    if (claims.size() < REQUESTS && open > 0) {
      return open;
    }
    batch.addAll(claims.subList(0, Math.min(REQUESTS, claims.size())));
    return 0;
  }
}
