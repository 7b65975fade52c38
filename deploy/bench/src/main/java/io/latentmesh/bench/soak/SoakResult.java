package io.latentmesh.bench.soak;

import io.latentmesh.bench.Goal;
import io.latentmesh.bench.Report;
import io.latentmesh.bench.Sample;
import io.latentmesh.bench.load.Call;
import io.latentmesh.bench.resources.Holding;
import io.latentmesh.bench.resources.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a soak went. */
public final class SoakResult {
  private static final double MOST_GROWTH = 1.05;
  private static final int SHOWN = 5;

  private final Soak.Plan plan;
  private final Offered offered;
  private final List<Call> calls;
  private final List<Soak.Reading> readings;

  /**
   * What was offered, in requests per second.
   *
   * @param capacity as measured; not a number where the rate was given
   */
  record Offered(double capacity, double rate) {}

  SoakResult(Soak.Plan plan, Offered offered, List<Call> calls, List<Soak.Reading> readings) {
    this.plan = plan;
    this.offered = offered;
    this.calls = List.copyOf(calls);
    this.readings = List.copyOf(readings);
  }

  public Report report() {
    return new Report("Soak", body(), goals());
  }

  private String body() {
    Sample latencies = latencies();
    return """
    Four processes with the demo model, %d minutes of Poisson arrivals of mixed requests (seed %d): %.2f a second, capacity %s. %d calls,
    %d failed; latency p50 %.2f s, p99 %.2f s (%.1f times p50). What processes hold is read every half minute after a full collection,
    %d times; below, the mean of each quarter of the time, and the last against the second.

    | process | | first | second | third | last | growth |
    |---|---|---|---|---|---|---|
    %s%s\
    """
        .formatted(
            plan.duration().toMinutes(),
            plan.seed(),
            offered.rate(),
            Double.isNaN(offered.capacity())
                ? "not measured"
                : "%.2f a second".formatted(offered.capacity()),
            calls.size(),
            failed(),
            latencies.median(),
            latencies.percentile(0.99),
            latencies.percentile(0.99) / latencies.median(),
            readings.size(),
            rows(),
            failures());
  }

  private List<Goal> goals() {
    List<Goal> goals = new ArrayList<>();
    goals.add(Goal.atMost("calls that failed", (double) failed(), 0));
    goals.add(Goal.atLeast("calls", (double) calls.size(), 1));
    for (String process : processes()) {
      for (Quantity quantity : Quantity.values()) {
        goals.add(
            Goal.atMost(
                process + ": " + quantity.words() + ", last quarter against second",
                growth(process, quantity),
                MOST_GROWTH));
      }
    }
    return goals;
  }

  private List<String> processes() {
    return readings.isEmpty() ? List.of() : List.copyOf(readings.getFirst().holdings().keySet());
  }

  private String rows() {
    return processes().stream()
        .flatMap(process -> Stream.of(Quantity.values()).map(quantity -> row(process, quantity)))
        .collect(Collectors.joining());
  }

  private String row(String process, Quantity quantity) {
    return "| %s | %s | %.1f | %.1f | %.1f | %.1f | %+.1f %% |%n"
        .formatted(
            process,
            quantity.words(),
            quarter(process, quantity, 0),
            quarter(process, quantity, 1),
            quarter(process, quantity, 2),
            quarter(process, quantity, 3),
            (growth(process, quantity) - 1) * 100);
  }

  private double growth(String process, Quantity quantity) {
    return quarter(process, quantity, 3) / quarter(process, quantity, 1);
  }

  /** Mean over the readings of one quarter of the time. */
  private double quarter(String process, Quantity quantity, int which) {
    double quarter = plan.duration().toMillis() / 1e3 / 4;
    return readings.stream()
        .filter(reading -> Math.min(3, (int) (reading.seconds() / quarter)) == which)
        .map(reading -> reading.holdings().get(process))
        .mapToDouble((Holding holding) -> quantity.of(holding))
        .average()
        .orElse(Double.NaN);
  }

  private Sample latencies() {
    var sample = new Sample();
    calls.stream().filter(Call::ok).forEach(call -> sample.add(call.seconds()));
    return sample;
  }

  private long failed() {
    return calls.stream().filter(call -> !call.ok()).count();
  }

  private String failures() {
    return calls.stream()
        .filter(call -> !call.ok())
        .limit(SHOWN)
        .map(call -> "\n* " + call.code() + ": " + call.message())
        .collect(Collectors.joining("", "", "\n"));
  }
}
