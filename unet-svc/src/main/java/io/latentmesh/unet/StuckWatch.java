package io.latentmesh.unet;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Looks whether a forward does not come back, and tells liveness probes. The engine's own thread
 * cannot: it is the one that waits.
 */
final class StuckWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 1000;

  private final BooleanSupplier stuck;
  private final ServingWatch probes;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("stuck-watch").daemon().factory());
  private boolean told; // Only on the timer's thread, or a test's.

  StuckWatch(BooleanSupplier stuck, ServingWatch probes) {
    this.stuck = stuck;
    this.probes = probes;
  }

  /** Looks from now on, once a second. */
  StuckWatch start() {
    var _ =
        timer.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return this;
  }

  void look() {
    boolean now = stuck.getAsBoolean();
    if (now == told) {
      return;
    }
    told = now;
    if (now) {
      probes.stuck();
    } else {
      probes.unstuck();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
