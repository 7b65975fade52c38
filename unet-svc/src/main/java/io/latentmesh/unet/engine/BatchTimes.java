package io.latentmesh.unet.engine;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The batch curve of one kind, kept up to date by its forwards. Confined to one thread. */
final class BatchTimes {
  /* Design. A device gets slower or faster as a whole (clock rates, neighbours on the same cores)
   * far more often than its curve changes shape. Forwards visit few sizes, so a median for each
   * size would compare fresh times with stale ones, and a size once measured badly would never be
   * chosen again. Therefore: one factor for the whole curve that follows quickly, the median over
   * the last forwards of all sizes; and a correction for each size that slowly follows how its own
   * forwards of that time compare with the others'.
   * What all corrections have in common is the factor's: it is taken out again at once. Otherwise,
   * times being skewed, the corrections of the sizes that run would climb, the factor would make up
   * for it, and the sizes that do not run would seem to become faster, without end.
   * The first forward of a size is not counted: it makes buffers and searches algorithms. */

  private static final int REMEMBERED = 31;

  /** Forwards of a size among the remembered ones from which its correction can be told. */
  private static final int ENOUGH = 3;

  private static final double CORRECTION_RATE = 0.05;

  /** While the whole device changes its pace, sizes seem to differ that ran before and after. */
  private static final double LARGEST_SURPRISE = 1.25;

  private record Run(int rows, double ratio) {}

  private final BatchCurve start;
  private final Set<Integer> seen;
  private final ArrayDeque<Run> runs = new ArrayDeque<>();
  private final Map<Integer, Double> corrections = new HashMap<>();
  private BatchCurve curve;

  private BatchTimes(BatchCurve start, Set<Integer> seen) {
    this.start = start;
    this.seen = seen;
    this.curve = start;
  }

  /** Starts from a curve of this very kind. */
  static BatchTimes measured(BatchCurve curve) {
    return new BatchTimes(curve, new HashSet<>(curve.nanosByRows().keySet()));
  }

  /** Starts from another kind's curve, each row of which is {@code cost} times as dear here. */
  static BatchTimes guessed(BatchCurve other, double cost) {
    return new BatchTimes(other.scaled(cost), new HashSet<>());
  }

  BatchCurve curve() {
    return curve;
  }

  /** A forward of {@code rows} rows took {@code nanos}. */
  void ran(int rows, long nanos) {
    if (!seen.add(rows)) {
      runs.add(new Run(rows, Math.max(nanos, 1) / (double) start.nanos(rows)));
      if (runs.size() > REMEMBERED) {
        runs.remove();
      }
      learn(rows);
    }
  }

  private void learn(int rows) {
    double factor = median(runs, run -> run.ratio / correction(run.rows));
    var own = runs.stream().filter(run -> run.rows == rows).toList();
    if (own.size() >= ENOUGH) {
      double surprise = median(own, Run::ratio) / factor / correction(rows);
      double bounded = Math.clamp(surprise, 1 / LARGEST_SURPRISE, LARGEST_SURPRISE);
      corrections.put(rows, correction(rows) * Math.pow(bounded, CORRECTION_RATE));
      normalize();
    }
    curve = corrected().scaled(factor);
  }

  /** The geometric mean of the corrections, over the remembered forwards, is 1. */
  private void normalize() {
    double logs =
        runs.stream().mapToDouble(run -> Math.log(correction(run.rows))).average().orElse(0);
    corrections.replaceAll((_, times) -> times / Math.exp(logs));
  }

  private BatchCurve corrected() {
    TreeMap<Integer, Long> points = new TreeMap<>(start.nanosByRows());
    corrections.forEach(
        (rows, times) -> points.put(rows, Math.max(1, Math.round(start.nanos(rows) * times))));
    return new BatchCurve(points);
  }

  private double correction(int rows) {
    return corrections.getOrDefault(rows, 1.0);
  }

  private static double median(Collection<Run> runs, ToDoubleFunction<Run> value) {
    double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
