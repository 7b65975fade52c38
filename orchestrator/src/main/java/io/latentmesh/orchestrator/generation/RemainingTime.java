package io.latentmesh.orchestrator.generation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.latentmesh.orchestrator.request.GenerationPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Estimates when one request will be done, from how long its own evaluations took.
 *
 * <p>The images of a request advance side by side, so what one evaluation takes already contains
 * the company: the time left is that of the image that is furthest behind, plus the decoding of all
 * images, which queue for one autoencoder. The first evaluation of an image opens its stream and
 * may meet a cold network; it counts only while there is nothing else to go by. The median of the
 * rest is proof against a pause here and there.
 */
final class RemainingTime {
  /** Of one image, in evaluations, before any decode was measured. */
  private static final double ASSUMED_DECODE_EVALUATIONS = 1.5;

  private final GenerationClock clock;
  private final int evaluations;
  private final long pixels;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final int[] done;

  @GuardedBy("lock")
  private final long[] last;

  @GuardedBy("lock")
  private final List<Long> first = new ArrayList<>();

  @GuardedBy("lock")
  private final List<Long> later = new ArrayList<>();

  @GuardedBy("lock")
  private int decoded;

  RemainingTime(GenerationPlan plan, GenerationClock clock) {
    this.clock = clock;
    this.evaluations = plan.sampling().evaluations();
    this.pixels = (long) plan.width() * plan.height();
    this.done = new int[plan.images()];
    this.last = new long[plan.images()];
    Arrays.fill(last, clock.nanoTime().getAsLong());
  }

  /** The image's sampling begins now. */
  void begun(int image) {
    lock.lock();
    try {
      last[image] = clock.nanoTime().getAsLong();
    } finally {
      lock.unlock();
    }
  }

  /** One more evaluation of the image is done; says how many that makes. */
  int evaluated(int image) {
    lock.lock();
    try {
      long now = clock.nanoTime().getAsLong();
      (done[image] == 0 ? first : later).add(now - last[image]);
      last[image] = now;
      return ++done[image];
    } finally {
      lock.unlock();
    }
  }

  /** One more image is decoded. */
  void decoded(long nanos) {
    clock.decoded(nanos, pixels);
    lock.lock();
    try {
      decoded++;
    } finally {
      lock.unlock();
    }
  }

  /** Until the last image is done; empty before the first evaluation. */
  Optional<Duration> estimate() {
    lock.lock();
    try {
      List<Long> measured = later.isEmpty() ? first : later;
      if (measured.isEmpty()) {
        return Optional.empty();
      }
      double evaluation = median(measured);
      int furthestBehind = Arrays.stream(done).min().orElse(0);
      double sampling = (evaluations - furthestBehind) * evaluation;
      double decoding = (done.length - decoded) * decodeNanos(evaluation);
      return Optional.of(Duration.ofNanos((long) (sampling + decoding)));
    } finally {
      lock.unlock();
    }
  }

  private double decodeNanos(double evaluation) {
    double assumed = ASSUMED_DECODE_EVALUATIONS * evaluation;
    var perPixel = clock.decodeNanosPerPixel();
    return perPixel.isPresent() ? perPixel.getAsDouble() * pixels : assumed;
  }

  private static double median(List<Long> values) {
    List<Long> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2.0;
  }
}
