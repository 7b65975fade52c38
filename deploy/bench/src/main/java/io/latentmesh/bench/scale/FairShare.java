package io.latentmesh.bench.scale;

import java.util.List;

/**
 * When new replicas took their share: the end of the first two seconds in which every replica
 * answered at least 80 % of the rows that an even split would give it. Pure.
 */
final class FairShare {
  private static final double ENOUGH = 0.8;
  private static final int SPAN = 4;
  private static final double NANOS_PER_SECOND = 1e9;

  private FairShare() {}

  /**
   * Seconds from {@code joinedNanos} on; not a number when it never happened.
   *
   * @param ticks rising in time, half a second apart
   */
  static double seconds(List<ReplicaRows> ticks, long joinedNanos) {
    List<ReplicaRows> after =
        ticks.stream()
            .filter(tick -> tick.atNanos() >= joinedNanos && tick.rows().size() > 1)
            .toList();
    for (int i = SPAN; i < after.size(); i++) {
      if (isFair(after.get(i - SPAN), after.get(i))) {
        return (after.get(i).atNanos() - joinedNanos) / NANOS_PER_SECOND;
      }
    }
    return Double.NaN;
  }

  private static boolean isFair(ReplicaRows from, ReplicaRows to) {
    int replicas = to.rows().size();
    if (from.rows().size() != replicas) {
      return false;
    }
    double total = sum(to) - sum(from);
    for (int replica = 0; replica < replicas; replica++) {
      double own = to.rows().get(replica) - from.rows().get(replica);
      if (own < ENOUGH * total / replicas) {
        return false;
      }
    }
    return total > 0;
  }

  private static double sum(ReplicaRows tick) {
    return tick.rows().stream().mapToDouble(Double::doubleValue).sum();
  }
}
