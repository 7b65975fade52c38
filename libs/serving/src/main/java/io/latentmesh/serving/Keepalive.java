package io.latentmesh.serving;

import java.time.Duration;

/**
 * Pings as a server sends and permits them: one that permits less than its clients send closes
 * their connections with {@code too_many_pings}.
 */
final class Keepalive {
  /** Silence after which the server asks whether the client is still there. */
  static final Duration PING_AFTER = Duration.ofSeconds(30);

  /** Time for the answer, after which the connection is given up. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  /** The shortest interval permitted: gRPC's clients send none within 10 s, others may. */
  static final Duration PERMITTED = Duration.ofSeconds(1);

  private Keepalive() {}
}
