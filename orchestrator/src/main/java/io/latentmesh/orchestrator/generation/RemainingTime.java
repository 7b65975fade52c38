package io.latentmesh.orchestrator.generation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.latentmesh.orchestrator.request.GenerationPlan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Estimates when one request will be done, from how long its own evaluations took.
 *
 * <p>The images of a request advance side by side, so what one evaluation takes already contains
 * the company: the time left is that of the image that is furthest behind, plus the finishing
 * (decoding, writing) of all images, which queue for one autoencoder. Evaluations are counted, not
 * steps, so it does not matter how many of them a sampler's step takes; and each by its rows, of
 * which guidance needs fewer at some.
 *
 * <p>The first evaluation of an image opens its stream and may meet a cold network; it counts only
 * while there is nothing else to go by. Of the newest of the rest the lower median counts: what
 * goes wrong with a measurement (a pause, code that is not compiled yet) makes it longer.
 */
final class RemainingTime {
  /** Of one image, in evaluations, where nobody has measured anything. */
  private static final double ASSUMED_FINISHING_EVALUATIONS = 1.5;

  /** Evaluations that count: the newest ones. */
  private static final int REMEMBERED = 31;

  private final GenerationClock clock;
  private final int[] rowsFrom; // of one image: from each evaluation to the end
  private final long pixels;
  private final OptionalDouble decodeNanosPerPixel; // as the stage says
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final int[] done;

  @GuardedBy("lock")
  private final long[] last;

  @GuardedBy("lock")
  private final ArrayDeque<Long> first = new ArrayDeque<>();

  @GuardedBy("lock")
  private final ArrayDeque<Long> later = new ArrayDeque<>();

  @GuardedBy("lock")
  private int finished;

  RemainingTime(GenerationPlan plan, GenerationClock clock) {
    this.clock = clock;
    this.rowsFrom = rowsFrom(plan);
    this.pixels = (long) plan.width() * plan.height();
    this.decodeNanosPerPixel = plan.model().vae().decodeNanosPerPixel();
    this.done = new int[plan.images()];
    this.last = new long[plan.images()];
    Arrays.fill(last, now());
  }

  /** The image's sampling begins now. */
  void begun(int image) {
    lock.lock();
    try {
      last[image] = now();
    } finally {
      lock.unlock();
    }
  }

  /** One more evaluation of the image is done; says how many that makes. */
  int evaluated(int image) {
    lock.lock();
    try {
      long now = now();
      remember((now - last[image]) / rowsOf(done[image]), done[image] == 0 ? first : later);
      last[image] = now;
      return ++done[image];
    } finally {
      lock.unlock();
    }
  }

  /** Runs what makes a file of an image's last latent, and learns how long that takes. */
  <T> T finishing(Supplier<T> work) {
    long made = 0;
    clock.finishing().entered(now());
    try {
      T result = work.get();
      made = pixels;
      oneMoreFinished();
      return result;
    } finally {
      clock.finishing().left(now(), made);
    }
  }

  /** Until the last image is done; empty before the first evaluation. */
  Optional<Duration> estimate() {
    lock.lock();
    try {
      ArrayDeque<Long> measured = later.isEmpty() ? first : later;
      if (measured.isEmpty()) {
        return Optional.empty();
      }
      double row = lowerMedian(measured);
      int furthestBehind = Arrays.stream(done).min().orElse(0);
      // A sampler that chooses its steps may take more than were expected.
      double sampling = rowsFrom[Math.min(furthestBehind, rowsFrom.length - 1)] * row;
      double finishing = (done.length - finished) * finishingNanos(row * rowsOf(0));
      return Optional.of(Duration.ofNanos((long) (sampling + finishing)));
    } finally {
      lock.unlock();
    }
  }

  /** Of one image: what this process learned, else what the stage says, else a guess. */
  private double finishingNanos(double evaluation) {
    OptionalDouble learned = clock.finishing().nanos(pixels);
    if (learned.isPresent()) {
      return learned.getAsDouble();
    }
    return decodeNanosPerPixel.isPresent()
        ? decodeNanosPerPixel.getAsDouble() * pixels
        : ASSUMED_FINISHING_EVALUATIONS * evaluation;
  }

  /** Rows of an evaluation; beyond those that were expected, of the last one. */
  private int rowsOf(int evaluation) {
    int known = Math.clamp(evaluation, 0, rowsFrom.length - 2);
    return rowsFrom[known] - rowsFrom[known + 1];
  }

  private static int[] rowsFrom(GenerationPlan plan) {
    int done = plan.course().done();
    int evaluations = plan.evaluations();
    int[] rows = new int[evaluations + 1];
    for (int i = evaluations - 1; i >= 0; i--) {
      rows[i] = rows[i + 1] + plan.rowsAt(done + i);
    }
    return rows;
  }

  private void oneMoreFinished() {
    lock.lock();
    try {
      finished++;
    } finally {
      lock.unlock();
    }
  }

  private long now() {
    return clock.nanoTime().getAsLong();
  }

  private static void remember(long nanos, ArrayDeque<Long> measured) {
    measured.add(nanos);
    if (measured.size() > REMEMBERED) {
      measured.remove();
    }
  }

  private static long lowerMedian(ArrayDeque<Long> values) {
    return values.stream().sorted().toList().get((values.size() - 1) / 2);
  }
}
