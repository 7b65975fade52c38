package io.latentmesh.orchestrator.jobs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts jobs, each once. Thread-safe; what one {@link #snapshot} says fits together: every
 * admitted job is in flight or has one outcome.
 */
public final class JobLedger {
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private long admitted;

  @GuardedBy("lock")
  private long inFlight;

  @GuardedBy("lock")
  private long joined;

  @GuardedBy("lock")
  private final Map<Outcome, Long> ended = new EnumMap<>(Outcome.class);

  /**
   * All counts at one moment.
   *
   * @param admitted jobs that were begun
   * @param inFlight those that have not ended
   * @param joined requests that joined a job instead of being one
   * @param ended the others, by outcome; every outcome is there
   */
  public record Snapshot(long admitted, long inFlight, long joined, Map<Outcome, Long> ended) {
    public Snapshot {
      ended = Map.copyOf(ended);
    }
  }

  public JobLedger() {
    for (Outcome outcome : Outcome.values()) {
      ended.put(outcome, 0L);
    }
  }

  public Snapshot snapshot() {
    lock.lock();
    try {
      return new Snapshot(admitted, inFlight, joined, ended);
    } finally {
      lock.unlock();
    }
  }

  void admitted() {
    lock.lock();
    try {
      admitted++;
      inFlight++;
    } finally {
      lock.unlock();
    }
  }

  void ended(Outcome outcome) {
    lock.lock();
    try {
      inFlight--;
      ended.merge(outcome, 1L, Long::sum);
    } finally {
      lock.unlock();
    }
  }

  void joined() {
    lock.lock();
    try {
      joined++;
    } finally {
      lock.unlock();
    }
  }
}
