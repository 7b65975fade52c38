package io.latentmesh.orchestrator.failover;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Replicas that are connected and yet do not do their work. Thread-safe.
 *
 * <p>A process that was stopped, or whose device is broken, keeps its connection, and because
 * streams leave it, it has the fewest: a balancer that looks for the least busy replica would send
 * every new image there first. A suspect is avoided for a while, which doubles each time that the
 * suspicion is confirmed; then whoever comes next tries it. One answer clears it.
 */
final class Suspicions {
  private static final long FIRST_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long LONGEST_NANOS = Duration.ofSeconds(30).toNanos();

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<SocketAddress, Suspicion> suspicions = new HashMap<>();

  private record Suspicion(long until, long nanos) {}

  void suspect(SocketAddress replica, long now) {
    lock.lock();
    try {
      forgetLongPast(now);
      Suspicion last = suspicions.get(replica);
      if (last != null && now - last.until < 0) {
        return; // Several images notice the same thing.
      }
      long nanos = last == null ? FIRST_NANOS : Math.min(2 * last.nanos, LONGEST_NANOS);
      suspicions.put(replica, new Suspicion(now + nanos, nanos));
    } finally {
      lock.unlock();
    }
  }

  void clear(SocketAddress replica) {
    lock.lock();
    try {
      suspicions.remove(replica);
    } finally {
      lock.unlock();
    }
  }

  /** Whom to avoid now. */
  Set<SocketAddress> suspects(long now) {
    lock.lock();
    try {
      if (suspicions.isEmpty()) {
        return Set.of();
      }
      Set<SocketAddress> suspects = new HashSet<>();
      suspicions.forEach((replica, suspicion) -> {
        if (now - suspicion.until < 0) {
          suspects.add(replica);
        }
      });
      return suspects;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void forgetLongPast(long now) {
    suspicions.values().removeIf(suspicion -> now - suspicion.until > LONGEST_NANOS);
  }
}
