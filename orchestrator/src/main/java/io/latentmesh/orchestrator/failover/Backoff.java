package io.latentmesh.orchestrator.failover;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Pauses between attempts: from 20 ms, doubled up to 1 s, each between half of that and all. */
final class Backoff {
  private static final long FIRST_NANOS = Duration.ofMillis(20).toNanos();
  private static final int DOUBLINGS = 6;
  private static final long LONGEST_NANOS = Duration.ofSeconds(1).toNanos();

  private final DoubleSupplier random;
  private int pauses;

  /**
   * Begins with the shortest pause.
   *
   * @param random from 0 to 1
   */
  Backoff(DoubleSupplier random) {
    this.random = random;
  }

  long nextNanos() {
    long whole = Math.min(FIRST_NANOS << Math.min(pauses++, DOUBLINGS), LONGEST_NANOS);
    return (long) (whole * (1 + random.getAsDouble()) / 2);
  }
}
