package io.latentmesh.orchestrator.failover;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Streams of this process at each replica. Thread-safe.
 *
 * <p>The balancer counts streams too, but a stream that moves away still counts there until the
 * replica has closed it: many images deciding at once would all see the old picture and overshoot.
 * Here a move is booked with the decision, under one lock.
 */
final class StreamCounts {
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<SocketAddress, Integer> counts = new HashMap<>();

  void joined(SocketAddress replica) {
    lock.lock();
    try {
      counts.merge(replica, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  void left(SocketAddress replica) {
    lock.lock();
    try {
      leave(replica);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Decides as {@link MovePolicy} says, and books the move.
   *
   * @param ready replicas that streams may go to
   */
  Optional<SocketAddress> move(SocketAddress own, Collection<SocketAddress> ready) {
    lock.lock();
    try {
      Map<SocketAddress, Integer> streams = new LinkedHashMap<>();
      ready.forEach(replica -> streams.put(replica, counts.getOrDefault(replica, 0)));
      Optional<SocketAddress> target = MovePolicy.target(own, streams);
      target.ifPresent(replica -> {
        leave(own);
        counts.merge(replica, 1, Integer::sum);
      });
      return target;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void leave(SocketAddress replica) {
    counts.computeIfPresent(replica, (r, count) -> count == 1 ? null : count - 1);
  }
}
