package io.latentmesh.bench.chaos;

import io.latentmesh.bench.Pause;
import java.time.Duration;

/** Does a fault to a process, and undoes it. Blocks for as long as that takes. */
final class FaultDriver {
  private final Processes processes;
  private final History history;

  FaultDriver(Processes processes, History history) {
    this.processes = processes;
    this.history = history;
  }

  void run(Fault fault) {
    pause(fault.after());
    history.add(at -> new Event.FaultBegan(at, fault.kind(), fault.process()));
    try (Injury _ = processes.hurt(fault.kind(), fault.process())) {
      pause(fault.outage());
    }
    history.add(at -> new Event.FaultEnded(at, fault.process()));
  }

  private static void pause(Duration time) {
    Pause.until(System.nanoTime() + time.toNanos());
  }
}
