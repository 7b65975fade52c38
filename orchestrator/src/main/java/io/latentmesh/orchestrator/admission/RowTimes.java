package io.latentmesh.orchestrator.admission;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.latentmesh.orchestrator.stage.BatchCurve;
import io.latentmesh.orchestrator.stage.Evaluation;
import io.latentmesh.orchestrator.stage.EvaluationListener;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How long rows take: the denoiser's own curves, corrected by what evaluations took. Thread-safe.
 *
 * <p>A size without a curve takes what the nearest known size takes, scaled by latent pixels: too
 * little for attention, which grows faster, until the first evaluation of that size is done.
 */
public final class RowTimes implements EvaluationListener {
  private static final int MAX_SIZES = 256;
  private static final double SHARE_OF_NEW = 0.05;

  /** Rows of a full batch before the denoiser has said anything. */
  private static final int ASSUMED_BUDGET = 8;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private List<BatchCurve> curves = List.of();

  @GuardedBy("lock")
  private final MovingAverage travel = new MovingAverage(SHARE_OF_NEW);

  /** How often what was expected an evaluation took; by size, the longest unused dropped first. */
  @GuardedBy("lock")
  private final Map<RowSize, MovingAverage> corrections = new Bounded<>();

  /** Nanoseconds per row, of sizes that no curve tells about. */
  @GuardedBy("lock")
  private final Map<RowSize, MovingAverage> learned = new Bounded<>();

  /** What the denoiser says now; replaces what it said before. */
  void know(List<BatchCurve> current) {
    lock.lock();
    try {
      curves = current;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void evaluated(Evaluation evaluation) {
    if (evaluation.rowsInBatch() < 1 || evaluation.runNanos() < 1) {
      return;
    }
    var size = new RowSize(evaluation.latentShape(), evaluation.tokens());
    lock.lock();
    try {
      travel.add((double) Math.max(1, evaluation.travelNanos()));
      Optional<BatchCurve> curve = told(size);
      if (curve.isPresent()) {
        double expected = curve.get().nanos(evaluation.rowsInBatch());
        add(corrections, size, evaluation.runNanos() / expected);
      } else {
        add(learned, size, (double) evaluation.runNanos() / evaluation.rowsInBatch());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * What rows of that size take.
   *
   * @param rows of one evaluation on one replica
   */
  Cost.RowTime of(RowSize size, int rows) {
    lock.lock();
    try {
      Optional<BatchCurve> curve = told(size).or(() -> learned(size)).or(() -> nearest(size));
      if (curve.isEmpty()) {
        return new Cost.RowTime(0, 0, ASSUMED_BUDGET);
      }
      double correction = correction(curve.get());
      double scale = correction * size.latentPixels() / pixels(curve.get());
      int budget = curve.get().rowBudget();
      double step = scale * curve.get().nanos(Math.clamp(rows, 1, budget)) + travel.or(0);
      return new Cost.RowTime(scale * curve.get().bestRowNanos(), step, budget);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Optional<BatchCurve> told(RowSize size) {
    return curves.stream().filter(curve -> size(curve).equals(size)).findFirst();
  }

  @GuardedBy("lock")
  private Optional<BatchCurve> learned(RowSize size) {
    return Optional.ofNullable(learned.get(size)).map(average -> line(size, average));
  }

  @GuardedBy("lock")
  private Optional<BatchCurve> nearest(RowSize size) {
    return curves.stream()
        .min(
            Comparator.comparingLong(
                    (BatchCurve curve) -> Math.abs(pixels(curve) - size.latentPixels()))
                .thenComparingInt(curve -> Math.abs(curve.tokens() - size.tokens())))
        .or(() ->
            learned.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .findFirst());
  }

  @GuardedBy("lock")
  private double correction(BatchCurve curve) {
    MovingAverage correction = corrections.get(size(curve));
    return correction == null ? 1 : correction.or(1);
  }

  /** Rows that take equally long each: all that can be said without a curve. */
  private static BatchCurve line(RowSize size, MovingAverage rowNanos) {
    long nanos = Math.max(1, Math.round(rowNanos.or(1)));
    return new BatchCurve(
        size.latentShape(), size.tokens(), new TreeMap<>(Map.of(1, nanos)), ASSUMED_BUDGET);
  }

  private static void add(Map<RowSize, MovingAverage> averages, RowSize size, double sample) {
    averages.computeIfAbsent(size, unseen -> new MovingAverage(SHARE_OF_NEW)).add(sample);
  }

  private static RowSize size(BatchCurve curve) {
    return new RowSize(curve.latentShape(), curve.tokens());
  }

  private static long pixels(BatchCurve curve) {
    return size(curve).latentPixels();
  }

  /** Sizes come from requests: the map must not grow with them. */
  private static final class Bounded<V> extends LinkedHashMap<RowSize, V> {
    private static final long serialVersionUID = 1;

    Bounded() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<RowSize, V> eldest) {
      return size() > MAX_SIZES;
    }
  }
}
