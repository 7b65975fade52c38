package io.latentmesh.bench.scale;

import io.grpc.Status.Code;
import io.latentmesh.bench.Goal;
import io.latentmesh.bench.Report;
import java.util.List;

/** The reading of {@link Scale}. */
public final class ScaleResult {
  private static final double LEAST_LINEAR = 0.85;
  private static final double MOST_SECONDS = 15;
  private static final int REPLICAS = 3;

  private final Rates rates;
  private final double fairShareSeconds;
  private final List<Code> failures;
  private final int calls;

  /** Rows per second with one replica, three, and one again. */
  record Rates(double one, double three, double oneAgain) {}

  ScaleResult(Rates rates, double fairShareSeconds, List<Code> failures, int calls) {
    this.rates = rates;
    this.fairShareSeconds = fairShareSeconds;
    this.failures = List.copyOf(failures);
    this.calls = calls;
  }

  public Report report() {
    String body =
        """
        Stub denoisers (30 ms for 2 rows, 40 ms for 4) behind one orchestrator, guided images of 20 steps, 18 clients, closed loop: %d
        generations, %d failed%s.

        | replicas | rows per second | against one replica |
        |---|---|---|
        | 1 | %.1f | |
        | 3 | %.1f | %.2f times |
        | 1 again | %.1f | %.2f times |
        """
            .formatted(
                calls,
                failures.size(),
                failures.isEmpty() ? "" : " " + failures.stream().distinct().toList(),
                rates.one(),
                rates.three(),
                rates.three() / rates.one(),
                rates.oneAgain(),
                rates.oneAgain() / rates.one());
    return new Report("Replicas come and go", body, goals());
  }

  private List<Goal> goals() {
    return List.of(
        Goal.atLeast(
            "throughput of three replicas against three times one",
            rates.three() / rates.one() / REPLICAS,
            LEAST_LINEAR),
        Goal.atLeast(
            "throughput of one replica afterwards against before",
            rates.oneAgain() / rates.one(),
            LEAST_LINEAR),
        Goal.atMost("failed generations", failures.size(), 0),
        Goal.atMost(
            "seconds until new replicas took 80 % of a fair share",
            fairShareSeconds, MOST_SECONDS));
  }
}
