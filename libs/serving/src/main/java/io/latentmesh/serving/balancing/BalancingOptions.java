package io.latentmesh.serving.balancing;

import java.time.Duration;

/**
 * How closely a channel watches its replicas.
 *
 * @param resolveEvery interval at which the target is resolved again while all is well; positive
 * @param probeEvery interval at which a replica is asked for its health; positive
 * @param probeTimeout time for the answer, after which the replica is taken for hung; positive
 */
public record BalancingOptions(Duration resolveEvery, Duration probeEvery, Duration probeTimeout) {
  /** What a channel does that was told nothing else. */
  public static final BalancingOptions DEFAULTS =
      new BalancingOptions(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(3));

  public BalancingOptions {
    requirePositive("resolveEvery", resolveEvery);
    requirePositive("probeEvery", probeEvery);
    requirePositive("probeTimeout", probeTimeout);
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }
}
