package io.latentmesh.serving;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens in its own time, and no longer. */
final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("did not happen within " + PATIENCE + ": " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Until so many replicas are ready. */
  static void ready(Peer peer, int replicas) {
    CountDownLatch reached = new CountDownLatch(1);
    Runnable check =
        () -> {
          if (peer.replicas().ready().size() == replicas) {
            reached.countDown();
          }
        };
    try (var _ = peer.replicas().onChange(check)) {
      check.run();
      if (!reached.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError(
            replicas
                + " replicas were not ready within "
                + PATIENCE
                + ": "
                + peer.replicas().ready());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
