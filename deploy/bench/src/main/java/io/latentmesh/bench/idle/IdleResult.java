package io.latentmesh.bench.idle;

import io.latentmesh.bench.Goal;
import io.latentmesh.bench.Report;
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

  /** Readings; the first one is that of a single client. */
  IdleResult(Duration forward, List<IdleReading> readings) {
    this.forward = forward;
    this.readings = List.copyOf(readings);
  }

  public Report report() {
    String head =
        """
        Orchestrator, service and engine around a device that takes %d ms per forward and no processor; guided images of the demo model's
        size that outlast the window. The tax is what passes between two forwards, so a device that oversleeps does not count. Only where there
        are two cohorts can one travel while the other computes.

        | load | rows per forward | forward, ms | forward to forward, ms | between forwards, us | device idle |
        |---|---|---|---|---|---|
        """
            .formatted(forward.toMillis());
    return new Report(
        "Mesh tax and idle time around a stub device",
        head + readings.stream().map(IdleResult::row).collect(Collectors.joining()),
        goals());
  }

  private List<Goal> goals() {
    List<Goal> goals = new ArrayList<>();
    goals.add(
        Goal.atMost(
            "mesh tax for one client, us per step", readings.getFirst().gapMicros(), MOST_MICROS));
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
    return "| %s | %.2f | %.3f | %.3f | %.0f | %.2f %% |%n"
        .formatted(
            reading.setting().name(),
            reading.rowsPerForward(),
            reading.forwardMillis(),
            reading.stepMillis(),
            reading.gapMicros(),
            reading.idleShare() * 100);
  }
}
