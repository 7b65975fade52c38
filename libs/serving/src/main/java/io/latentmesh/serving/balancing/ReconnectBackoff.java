package io.latentmesh.serving.balancing;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts to connect to one replica: 250 ms, growing by 1.6 to 2 s, each 20 % more
 * or less. gRPC's own grow to two minutes, long after a replica is back. Confined to the channel's
 * synchronization context.
 */
final class ReconnectBackoff {
  static final Duration FIRST = Duration.ofMillis(250);
  static final Duration LONGEST = Duration.ofSeconds(2);
  private static final double GROWTH = 1.6;
  private static final double JITTER = 0.2;

  private final RandomGenerator random;
  private double nanos = FIRST.toNanos();

  ReconnectBackoff(RandomGenerator random) {
    this.random = random;
  }

  /** The pause before the next attempt. */
  Duration next() {
    double spread = 1 + JITTER * random.nextDouble(-1, 1);
    Duration pause = Duration.ofNanos((long) (nanos * spread));
    nanos = Math.min(nanos * GROWTH, (double) LONGEST.toNanos());
    return pause;
  }

  /** The replica was reached. */
  void reset() {
    nanos = FIRST.toNanos();
  }
}
