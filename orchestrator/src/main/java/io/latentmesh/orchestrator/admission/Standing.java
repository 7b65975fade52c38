package io.latentmesh.orchestrator.admission;

import io.latentmesh.orchestrator.admission.Situation.Span;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a waiting request stands.
 *
 * @param position requests that go first
 * @param remaining until the whole request is predicted to be done, in tenths of a second
 */
record Standing(int position, Duration remaining) {
  private static final long GRID_NANOS = Duration.ofMillis(100).toNanos();

  /** Of everybody who waits, by the places' ids. */
  static Map<Long, Standing> all(Situation situation) {
    Forecast forecast = Forecast.of(situation);
    Map<Long, Standing> standings = new HashMap<>();
    List<Place> inOrder = situation.waiting();
    for (int i = 0; i < inOrder.size(); i++) {
      Span span = forecast.span(inOrder.get(i));
      double remaining = Math.max(0, span.endNanos() - situation.nowNanos());
      long rounded = Math.round(remaining / GRID_NANOS) * GRID_NANOS;
      standings.put(inOrder.get(i).id(), new Standing(i, Duration.ofNanos(rounded)));
    }
    return standings;
  }
}
