package io.latentmesh.unet.engine;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/** The batch curve of one kind, kept up to date by its forwards. Confined to one thread. */
final class BatchTimes {
  /* Design. A device gets slower or faster as a whole (clock rates, neighbours on the same cores)
   * far more often than its curve changes shape. Forwards visit few sizes, so a median for each
   * size would compare fresh times with stale ones, and a size once measured badly would never be
   * chosen again. Therefore: one factor for the whole curve that follows quickly (the median of the
   * last ratios of measured to expected), and a shape that follows each size slowly.
   * The first forward of a size is not counted: it makes buffers and searches algorithms. */

  private static final int REMEMBERED_RATIOS = 31;
  private static final double SHAPE_RATE = 0.05;
  private static final double LARGEST_SURPRISE = 0.5;

  private final TreeMap<Integer, Long> shape;
  private final Set<Integer> seen;
  private final RollingMedian factor = new RollingMedian(REMEMBERED_RATIOS);
  private BatchCurve shapeCurve;
  private BatchCurve curve;

  private BatchTimes(BatchCurve start, Set<Integer> seen) {
    this.shape = new TreeMap<>(start.nanosByRows());
    this.seen = seen;
    this.shapeCurve = start;
    this.curve = start;
  }

  /** Starts from a curve of this very kind. */
  static BatchTimes measured(BatchCurve curve) {
    return new BatchTimes(curve, new HashSet<>(curve.nanosByRows().keySet()));
  }

  /** Starts from another kind's curve, each row of which is {@code cost} times as dear here. */
  static BatchTimes guessed(BatchCurve other, double cost) {
    TreeMap<Integer, Long> points = new TreeMap<>();
    other.nanosByRows().forEach((rows, nanos) -> points.put(rows, scaled(nanos, cost)));
    return new BatchTimes(new BatchCurve(points), new HashSet<>());
  }

  BatchCurve curve() {
    return curve;
  }

  /** A forward of {@code rows} rows took {@code nanos}. */
  void ran(int rows, long nanos) {
    if (!seen.add(rows)) {
      learn(rows, nanos);
    }
  }

  private void learn(int rows, long nanos) {
    long expected = shapeCurve.nanos(rows);
    double ratio = Math.max(nanos, 1) / (double) expected;
    factor.add(ratio);
    double surprise = ratio / factor.median() - 1;
    double bounded = Math.clamp(surprise, -LARGEST_SURPRISE, LARGEST_SURPRISE);
    shape.put(rows, scaled(expected, 1 + SHAPE_RATE * bounded));
    shapeCurve = new BatchCurve(shape);
    curve = scaledCurve();
  }

  private BatchCurve scaledCurve() {
    TreeMap<Integer, Long> points = new TreeMap<>();
    shape.forEach((rows, nanos) -> points.put(rows, scaled(nanos, factor.median())));
    return new BatchCurve(points);
  }

  private static long scaled(long nanos, double factor) {
    return Math.max(1, Math.round(nanos * factor));
  }
}
