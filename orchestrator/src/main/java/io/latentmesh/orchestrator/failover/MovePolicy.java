package io.latentmesh.orchestrator.failover;

import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a stream should go to a less busy replica. Pure.
 *
 * <p>A stream goes to the replica with the fewest streams if its own has at least two more. Each
 * such move makes the sum of squares of the counts smaller, so a set of streams comes to rest after
 * finitely many moves, with counts that differ by at most one, and none ever moves back.
 */
final class MovePolicy {
  private static final int UNEVEN = 2;

  private MovePolicy() {}

  /**
   * Decides for one stream.
   *
   * @param own replica of the stream that asks
   * @param streams of this process at each ready replica; equals are tried in the map's order
   * @return where to go; empty to stay
   */
  static Optional<SocketAddress> target(SocketAddress own, Map<SocketAddress, Integer> streams) {
    Integer here = streams.get(own);
    if (here == null) {
      return Optional.empty(); // Not ready any more; whoever is alive there finishes there.
    }
    return streams.entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .filter(least -> here - least.getValue() >= UNEVEN)
        .map(Map.Entry::getKey);
  }
}
