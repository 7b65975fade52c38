package io.latentmesh.bench.throughput;

import io.latentmesh.bench.Report;
import java.util.List;
import java.util.stream.Collectors;

/** The reading of {@link Throughput}. */
public final class ThroughputResult {
  private final int steps;
  private final List<Row> rows;

  record Row(int inFlight, Level batched, Level alone) {
    double ratio() {
      return batched.imagesPerSecond().median() / alone.imagesPerSecond().median();
    }
  }

  ThroughputResult(int steps, List<Row> rows) {
    this.steps = steps;
    this.rows = List.copyOf(rows);
  }

  public Report report() {
    String body =
        """
        Guided images of %d steps from four services in one process, closed loop; blocks of both contenders in turn. Off: forwards hold
        the two rows of one image.

        | in flight | batching | images per second | latency p50, s | p99, s | against off |
        |---|---|---|---|---|---|
        """
                .formatted(steps)
            + rows.stream().map(ThroughputResult::lines).collect(Collectors.joining());
    return new Report("Throughput on this machine", body, List.of());
  }

  private static String lines(Row row) {
    return line(row.batched(), "on", "%.2f times".formatted(row.ratio()))
        + line(row.alone(), "off", "");
  }

  private static String line(Level level, String batching, String ratio) {
    return "| %d | %s | %.2f | %.2f | %.2f | %s |%n"
        .formatted(
            level.inFlight(),
            batching,
            level.imagesPerSecond().median(),
            level.latencies().median(),
            level.latencies().percentile(0.99),
            ratio);
  }
}
