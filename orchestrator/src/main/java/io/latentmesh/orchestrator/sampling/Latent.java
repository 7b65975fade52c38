package io.latentmesh.orchestrator.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;

/**
 * An immutable [C, H, W] array of float32. Every operation computes an element in double and rounds
 * it once; operands must have the same shape.
 *
 * <p>What a sampler makes in a run lies in the run's {@link LatentPool}, on the run's thread only,
 * and can be read until the run needs it no more; after that, reading it is an
 * IllegalStateException. {@link #kept} is for longer, and for other threads.
 */
public final class Latent {
  private final LatentShape shape;
  private final LatentCell cell; // its values are not written any more while the lease lasts
  private final int lease;

  /** In a cell that was just leased; whoever calls this writes the values before anybody reads. */
  private Latent(LatentShape shape, LatentCell cell) {
    this.shape = shape;
    this.cell = cell;
    this.lease = cell.lease();
  }

  /**
   * A latent with a copy of {@code values}, in C order.
   *
   * @throws IllegalArgumentException when their number is not that of the shape
   */
  public static Latent of(LatentShape shape, float[] values) {
    if (values.length != shape.elements()) {
      throw new IllegalArgumentException(
          "%s holds %d values, got %d".formatted(shape, shape.elements(), values.length));
    }
    return ofHeap(shape, values.clone());
  }

  /**
   * Another latent of this shape, where results of this one lie: for what a model says about it.
   *
   * @param writer sets all values, in C order, and does not keep the array
   */
  public Latent beside(Consumer<float[]> writer) {
    Latent other = blank();
    writer.accept(other.cell.values());
    return other;
  }

  /**
   * What a reader makes of the values, which it is shown without a copy.
   *
   * @param reader is given them in C order; neither writes nor keeps the array
   */
  public <T> T read(Function<float[], T> reader) {
    return reader.apply(values());
  }

  /** The same latent for anybody, however long it is held: a copy if it is one of a run. */
  public Latent kept() {
    float[] own = values();
    return cell.pool() == null ? this : ofHeap(shape, own.clone());
  }

  /** {@code a x + b y}. */
  public static Latent sum(double a, Latent x, double b, Latent y) {
    x.requireShape(y);
    Latent sum = x.blankWith(y);
    Elementwise.sum(sum.cell.values(), a, x.values(), b, y.values());
    return sum;
  }

  /** The weighted sum of one or more latents; as many weights as latents. */
  public static Latent sum(List<Double> weights, List<Latent> latents) {
    if (latents.isEmpty() || weights.size() != latents.size()) {
      throw new IllegalArgumentException(
          "%d weights for %d latents".formatted(weights.size(), latents.size()));
    }
    var sum = new WeightedSum();
    for (int i = 0; i < latents.size(); i++) {
      sum.plus(weights.get(i), latents.get(i));
    }
    return sum.latent();
  }

  /** {@code factor * this}. */
  public Latent times(double factor) {
    Latent product = blank();
    Elementwise.product(product.cell.values(), factor, values());
    return product;
  }

  /** {@code this + other}. */
  public Latent plus(Latent other) {
    return sum(1, this, 1, other);
  }

  /** {@code this + t (other - this)}; t = 0 is this, t = 1 is other. */
  public Latent towards(Latent other, double t) {
    return sum(1 - t, this, t, other);
  }

  /** {@code this * exp(factor * logarithm)}, element by element. */
  public Latent scaledByExp(Latent logarithm, double factor) {
    return combine(logarithm, (value, log) -> value * Math.exp(factor * log));
  }

  /** {@code this} where {@code mask} is 0, {@code other} where it is 1, and between in between. */
  public Latent blend(Latent other, Latent mask) {
    requireShape(other);
    requireShape(mask);
    Latent blend = blankWith(other);
    float[] blended = blend.cell.values();
    float[] here = values();
    float[] there = other.values();
    float[] shares = mask.values();
    for (int i = 0; i < blended.length; i++) {
      double share = shares[i];
      blended[i] = (float) ((1 - share) * here[i] + share * there[i]);
    }
    return blend;
  }

  /** Its one channel, so many times. */
  public Latent repeated(int channels) {
    LatentShape all = new LatentShape(channels, shape.height(), shape.width());
    float[] one = values();
    float[] repeated = new float[all.elements()];
    for (int channel = 0; channel < channels; channel++) {
      System.arraycopy(one, 0, repeated, channel * one.length, one.length);
    }
    return ofHeap(all, repeated);
  }

  /** The channels of this, then those of {@code other}; height and width are the same. */
  public Latent followedBy(Latent other) {
    LatentShape both =
        new LatentShape(shape.channels() + other.shape.channels(), shape.height(), shape.width());
    if (other.shape.height() != shape.height() || other.shape.width() != shape.width()) {
      throw new IllegalArgumentException("%s does not match %s".formatted(other.shape, shape));
    }
    float[] channels = new float[both.elements()];
    float[] first = values();
    float[] second = other.values();
    System.arraycopy(first, 0, channels, 0, first.length);
    System.arraycopy(second, 0, channels, first.length, second.length);
    return ofHeap(both, channels);
  }

  /** Every value clamped to [-range, range]; range is not negative and may be infinite. */
  public Latent clamp(double range) {
    if (range == Double.POSITIVE_INFINITY) {
      return this;
    }
    Latent clamp = blank();
    float[] clamped = clamp.cell.values();
    float[] here = values();
    for (int i = 0; i < clamped.length; i++) {
      clamped[i] = Math.clamp(here[i], (float) -range, (float) range);
    }
    return clamp;
  }

  /** Every element with the one of {@code other} at its place. */
  Latent combine(Latent other, DoubleBinaryOperator operator) {
    requireShape(other);
    Latent combination = blankWith(other);
    float[] combined = combination.cell.values();
    float[] here = values();
    float[] there = other.values();
    for (int i = 0; i < combined.length; i++) {
      combined[i] = (float) operator.applyAsDouble(here[i], there[i]);
    }
    return combination;
  }

  /** The absolute value below which a share of 0 to 1 lies, linear between two of them. */
  double absoluteQuantile(double share) {
    float[] sorted = toArray();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = Math.abs(sorted[i]);
    }
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int low = (int) place;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (place - low) * ((double) sorted[high] - sorted[low]);
  }

  /** Whether no value is NaN or infinite. */
  public boolean isFinite() {
    for (float value : values()) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  public LatentShape shape() {
    return shape;
  }

  /** A copy of the values, in C order. */
  public float[] toArray() {
    return values().clone();
  }

  /** The same latent, but what is made of it lies in {@code pool}. */
  Latent in(LatentPool pool) {
    return new Latent(shape, LatentCell.of(pool, values()));
  }

  LatentCell cell() {
    return cell;
  }

  /** Whether results of it lie in a pool. */
  boolean isInPool() {
    return cell.pool() != null;
  }

  /** For reading only. */
  float[] values() {
    return cell.values(lease);
  }

  private static Latent ofHeap(LatentShape shape, float[] values) {
    return new Latent(shape, LatentCell.ofHeap(values));
  }

  /** One whose values are to be written. */
  private Latent blank() {
    LatentPool pool = cell.pool();
    int size = shape.elements();
    return pool == null ? ofHeap(shape, new float[size]) : new Latent(shape, pool.lease(size));
  }

  private Latent blankWith(Latent other) {
    return cell.pool() == null ? other.blank() : blank();
  }

  void requireShape(Latent other) {
    if (!shape.equals(other.shape)) {
      throw new IllegalArgumentException("%s does not match %s".formatted(other.shape, shape));
    }
  }
}
