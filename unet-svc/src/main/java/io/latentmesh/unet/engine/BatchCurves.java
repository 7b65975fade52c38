package io.latentmesh.unet.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Batch curves of the kinds that ran last. Any thread; what is known is read without waiting for
 * who writes.
 */
final class BatchCurves {
  /** Clients choose sizes freely, so there is no end of kinds. */
  private static final int REMEMBERED_KINDS = 32;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final LinkedHashMap<Row.Kind, BatchTimes> times = new LinkedHashMap<>(16, 0.75f, true);

  private volatile Map<Row.Kind, BatchCurve> known;

  BatchCurves(Map<Row.Kind, BatchCurve> measured) {
    measured.forEach((kind, curve) -> times.put(kind, BatchTimes.measured(curve)));
    this.known = Map.copyOf(measured);
  }

  /** The curves, those of kinds that never ran being guesses. A new map after each change. */
  Map<Row.Kind, BatchCurve> known() {
    return known;
  }

  /** Makes sure that there is a guess at least, unless nothing at all is known. */
  void expect(Row.Kind kind) {
    if (known.containsKey(kind)) {
      return;
    }
    lock.lock();
    try {
      nearest(kind).ifPresent(guess -> put(kind, guess));
    } finally {
      lock.unlock();
    }
  }

  /** A forward of {@code rows} rows took {@code nanos}. */
  void ran(Row.Kind kind, int rows, long nanos) {
    lock.lock();
    try {
      BatchTimes curve = times.get(kind);
      if (curve != null) {
        curve.ran(rows, nanos);
        publish();
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void put(Row.Kind kind, BatchTimes curve) {
    times.put(kind, curve);
    if (times.size() > REMEMBERED_KINDS) {
      times.pollFirstEntry();
    }
    publish();
  }

  @GuardedBy("lock")
  private void publish() {
    Map<Row.Kind, BatchCurve> curves = new LinkedHashMap<>();
    times.forEach((kind, curve) -> curves.put(kind, curve.curve()));
    known = Map.copyOf(curves);
  }

  /** Time goes with the number of latent values, near enough for a first guess. */
  private Optional<BatchTimes> nearest(Row.Kind kind) {
    return known.entrySet().stream()
        .min((a, b) -> Double.compare(distance(a.getKey(), kind), distance(b.getKey(), kind)))
        .map(near -> BatchTimes.guessed(near.getValue(), cost(near.getKey(), kind)));
  }

  private static double distance(Row.Kind from, Row.Kind to) {
    return Math.abs(Math.log(cost(from, to)));
  }

  private static double cost(Row.Kind from, Row.Kind to) {
    return to.shape().elements() / (double) from.shape().elements();
  }
}
