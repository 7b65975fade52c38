package io.latentmesh.orchestrator.failover;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How long answers take, learned from all replicas of a tier together. Thread-safe.
 *
 * <p>What counts is the whole latency as the image feels it, queueing included: a full queue is no
 * reason to leave a replica. The expected time is the larger of two: the median of the last 32
 * answers, which a single pause does not move, and an average that forgets by a quarter with each
 * answer, which follows a growing queue within a few answers. Too high only delays a failover; too
 * low would start one for nothing.
 */
final class StepTimes {
  private static final int WINDOW = 32;
  private static final double NEWEST = 0.25;

  /** A guess may be so many times too low: devices search algorithms for a size's first forward. */
  private static final double CAUTION = 4;

  /**
   * Clients choose the sizes of their pictures, so kinds are forgotten, the longest unused first.
   */
  private static final int MAX_KINDS = 256;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<WorkKind, Latencies> kinds =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<WorkKind, Latencies> eldest) {
          return size() > MAX_KINDS;
        }
      };

  /** One more answer took so long. */
  void answered(WorkKind kind, long nanos) {
    lock.lock();
    try {
      kinds.computeIfAbsent(kind, k -> new Latencies()).add(nanos);
    } finally {
      lock.unlock();
    }
  }

  /**
   * What an answer takes; of a kind that was never answered, what the nearest kind of its priority
   * suggests; empty before the first answer of that priority.
   */
  OptionalLong expectedNanos(WorkKind kind) {
    lock.lock();
    try {
      Latencies latencies = kinds.get(kind);
      return latencies == null ? guess(kind) : OptionalLong.of(latencies.expected);
    } finally {
      lock.unlock();
    }
  }

  /** Attention grows with the square of the size, so the guess does; it never shrinks. */
  @GuardedBy("lock")
  private OptionalLong guess(WorkKind kind) {
    return kinds.entrySet().stream()
        .filter(known -> known.getKey().priority() == kind.priority())
        .min(Comparator.comparingDouble(known -> Math.abs(Math.log(growth(known.getKey(), kind)))))
        .map(known -> {
          double growth = Math.max(1, growth(known.getKey(), kind));
          return OptionalLong.of((long) (CAUTION * growth * growth * known.getValue().expected));
        })
        .orElseGet(OptionalLong::empty);
  }

  private static double growth(WorkKind from, WorkKind to) {
    return size(to) / size(from); // rows and extents are at least 1
  }

  private static double size(WorkKind kind) {
    return kind.rows()
        * kind.extents().stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
  }

  /** Guarded by the lock of its owner. */
  private static final class Latencies {
    private final long[] last = new long[WINDOW];
    private long count;
    private double average;
    private long expected;

    void add(long nanos) {
      last[(int) (count % WINDOW)] = nanos;
      average = count == 0 ? nanos : average + NEWEST * (nanos - average);
      count++;
      long[] sorted = Arrays.copyOf(last, (int) Math.min(count, WINDOW));
      Arrays.sort(sorted);
      expected = Math.max(sorted[sorted.length / 2], (long) average);
    }
  }
}
