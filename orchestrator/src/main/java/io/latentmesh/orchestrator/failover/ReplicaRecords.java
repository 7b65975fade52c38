package io.latentmesh.orchestrator.failover;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What each replica owes us and when it last answered anything: whether it is alive, seen from
 * here. Thread-safe.
 */
final class ReplicaRecords {
  /** Answers after which a replica counts as warm. */
  private static final int WARM_ANSWERS = 3;

  /** Replicas that come and go get new addresses: those that owe nothing are forgotten. */
  private static final int MAX_RECORDS = 256;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<SocketAddress, Standing> standings = new HashMap<>();

  /** Work is on its way to the replica. */
  void sent(SocketAddress replica, Object work, long now) {
    lock.lock();
    try {
      if (standings.size() >= MAX_RECORDS) {
        standings.values().removeIf(standing -> standing.owed.isEmpty());
      }
      Standing standing = standings.computeIfAbsent(replica, r -> new Standing(now));
      standing.owed.put(work, now);
    } finally {
      lock.unlock();
    }
  }

  void answered(SocketAddress replica, Object work, long now) {
    lock.lock();
    try {
      Standing standing = standings.get(replica);
      if (standing != null) {
        standing.owed.remove(work);
        standing.lastAnswer = now;
        standing.answers++;
      }
    } finally {
      lock.unlock();
    }
  }

  /** The work is not waited for any longer. */
  void givenUp(SocketAddress replica, Object work) {
    lock.lock();
    try {
      Standing standing = standings.get(replica);
      if (standing != null) {
        standing.owed.remove(work);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whoever answers at this address next is somebody new, and cold. */
  void lost(SocketAddress replica) {
    lock.lock();
    try {
      Standing standing = standings.get(replica);
      if (standing != null) {
        standing.answers = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether the replica has answered too little to be as fast as it will be. */
  boolean cold(SocketAddress replica) {
    lock.lock();
    try {
      Standing standing = standings.get(replica);
      return standing == null || standing.answers < WARM_ANSWERS;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the replica has answered nobody for so long. */
  boolean silentFor(SocketAddress replica, long nanos, long now) {
    lock.lock();
    try {
      Standing standing = standings.get(replica);
      return standing != null && now - standing.lastAnswer >= nanos;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing that the replica owes is older than that, or it answered more recently. */
  boolean inTime(SocketAddress replica, long nanos, long now) {
    lock.lock();
    try {
      Standing standing = standings.get(replica);
      return standing == null
          || now - standing.lastAnswer < nanos
          || standing.owed.values().stream().allMatch(sent -> now - sent < nanos);
    } finally {
      lock.unlock();
    }
  }

  /** Work that all replicas together owe. */
  int owed() {
    lock.lock();
    try {
      return standings.values().stream().mapToInt(standing -> standing.owed.size()).sum();
    } finally {
      lock.unlock();
    }
  }

  /** Guarded by the lock of its owner. */
  private static final class Standing {
    /** When each piece of work was sent, by identity of whoever waits for it. */
    private final Map<Object, Long> owed = new HashMap<>();

    private long lastAnswer;
    private int answers;

    Standing(long now) {
      lastAnswer = now;
    }
  }
}
