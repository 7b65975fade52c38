package io.latentmesh.orchestrator.faults;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What faults do later. */
final class Faults {
  private static final ScheduledExecutorService LATER =
      Executors.newScheduledThreadPool(1, Thread.ofPlatform().daemon().name("faults").factory());

  private Faults() {}

  static void after(int millis, Runnable event) {
    var _ = LATER.schedule(() -> Thread.ofVirtual().start(event), millis, TimeUnit.MILLISECONDS);
  }
}
