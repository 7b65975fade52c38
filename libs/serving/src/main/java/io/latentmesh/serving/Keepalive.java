package io.latentmesh.serving;

import java.time.Duration;

/**
 * Pings, agreed between both ends: a server that permits less than its clients send closes their
 * connections with {@code too_many_pings}.
 */
final class Keepalive {
  /** Silence after which either end asks whether the other is still there. */
  static final Duration PING_AFTER = Duration.ofSeconds(30);

  /** Time for the answer, after which the connection is given up. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  /** The shortest interval a server permits; well below what clients do, so that jitter is safe. */
  static final Duration PERMITTED = Duration.ofSeconds(10);

  private Keepalive() {}
}
