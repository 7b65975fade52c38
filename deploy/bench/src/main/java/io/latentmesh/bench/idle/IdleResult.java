package io.latentmesh.bench.idle;

import io.latentmesh.bench.Goal;
import io.latentmesh.bench.Report;
import io.latentmesh.bench.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The reading of {@link DeviceIdle}. */
public final class IdleResult {
  private static final double MOST_MICROS = 150;
  private static final double MOST_IDLE_PERCENT = 1;

  private final Duration forward;
  private final List<IdleReading> readings;
  private final Sample echoMicros;

  /** Readings; the first one is that of a single client. */
  IdleResult(Duration forward, List<IdleReading> readings, Sample echoMicros) {
    this.forward = forward;
    this.readings = List.copyOf(readings);
    this.echoMicros = echoMicros;
  }

  public Report report() {
    String head =
        """
        Orchestrator, service and engine in one process around a device that takes %d ms per forward and no processor; guided images of
        the demo model's size. Before each reading the device is fast for a while, so that everything is compiled. The tax is what passes
        between two forwards, so a device that oversleeps does not count. Only where there are two cohorts can one travel while the other
        computes. The last row is gRPC alone: a step's bytes echoed once every %d ms, both ends in one process, direct executors.

        | load | rows per forward | forward, ms | between forwards, us: p50 (p10 to p90) | device idle |
        |---|---|---|---|---|
        """
            .formatted(forward.toMillis(), forward.toMillis());
    return new Report(
        "Mesh tax and idle time around a stub device",
        head + readings.stream().map(IdleResult::row).collect(Collectors.joining()) + echo(),
        goals());
  }

  private List<Goal> goals() {
    List<Goal> goals = new ArrayList<>();
    goals.add(
        Goal.atMost(
            "mesh tax for one client, us per step, median",
            readings.getFirst().gapMicros().median(),
            MOST_MICROS));
    readings.stream()
        .filter(reading -> reading.setting().cohorts() > 1)
        .map(IdleResult::idle)
        .forEach(goals::add);
    return goals;
  }

  private static Goal idle(IdleReading reading) {
    return Goal.atMost(
        "percent of its time that the device waits, " + reading.setting().name(),
        reading.idleShare() * 100,
        MOST_IDLE_PERCENT);
  }

  private static String row(IdleReading reading) {
    return "| %s | %.2f | %.3f | %s | %.2f %% |%n"
        .formatted(
            reading.setting().name(),
            reading.rowsPerForward(),
            reading.forwardMillis(),
            spread(reading.gapMicros()),
            reading.idleShare() * 100);
  }

  private String echo() {
    return "| gRPC echo | | | %s | |%n".formatted(spread(echoMicros));
  }

  private static String spread(Sample micros) {
    return "%.0f (%.0f to %.0f)"
        .formatted(micros.median(), micros.percentile(0.1), micros.percentile(0.9));
  }
}
