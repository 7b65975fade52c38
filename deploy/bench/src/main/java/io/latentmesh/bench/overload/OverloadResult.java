package io.latentmesh.bench.overload;

import io.latentmesh.bench.Goal;
import io.latentmesh.bench.Report;
import java.util.List;

/** The reading of {@link Overload}. */
public final class OverloadResult {
  private static final double LEAST_GOODPUT = 0.9;
  private static final double MOST_REFUSAL_MILLIS = 50;
  private static final double MOST_RECOVERY_SECONDS = 10;

  private final double capacity;
  private final Overload.Plan plan;
  private final OverloadReading reading;

  OverloadResult(double capacity, Overload.Plan plan, OverloadReading reading) {
    this.capacity = capacity;
    this.plan = plan;
    this.reading = reading;
  }

  public Report report() {
    String body =
        """
        Stub denoiser whose forwards gain by batching, guided images of 10 steps, Poisson arrivals (seed %d), deadline %.1f s per request:
        half the capacity, twice the capacity for %d s, half the capacity again.

        | reading | |
        |---|---|
        | capacity, closed loop | %.1f images per second |
        | offered during the overload | %d requests |
        | refused | %d |
        | taken on and not finished in time | %d |
        | ended otherwise | %d |
        | goodput | %.1f images per second |
        | time to a refusal, p99 | %.1f ms |
        | latency of the finished ones, p99 | %.2f s |
        | latency before the overload, p95 | %.2f s |
        """
            .formatted(
                plan.seed(),
                plan.deadline().toMillis() / 1e3,
                plan.overload().toSeconds(),
                capacity,
                reading.offered(),
                reading.refused(),
                reading.broken(),
                reading.unexplained(),
                reading.goodput(),
                reading.refusal99() * 1e3,
                reading.accepted99(),
                reading.baseline95());
    return new Report("Twice the capacity", body, goals());
  }

  private List<Goal> goals() {
    return List.of(
        Goal.atLeast("goodput against capacity", reading.goodput() / capacity, LEAST_GOODPUT),
        Goal.atMost(
            "p99 of the time to a refusal, ms", reading.refusal99() * 1e3, MOST_REFUSAL_MILLIS),
        Goal.atMost("accepted requests that missed their deadline", (double) reading.broken(), 0),
        Goal.atMost("requests neither done nor refused", (double) reading.unexplained(), 0),
        Goal.atMost(
            "seconds until latency was as before",
            reading.recoverySeconds(),
            MOST_RECOVERY_SECONDS));
  }
}
