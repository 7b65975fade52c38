package io.latentmesh.networks.runtime;

import java.util.List;

/**
 * What a ControlNet adds to a UNet's tensors for one row: one array for each skip connection, in
 * the order the UNet makes them in, and one for the mid block, each {@code [C,h,w]} in C order.
 *
 * <p>Keeps the arrays it is given; nobody may write to them while a model reads them. As a
 * ControlNet makes them they are not scaled. Their user multiplies each by its own weight
 * (conditioning scale, guess mode's {@code 0.1 ... 1}) and adds those of several ControlNets up.
 */
public final class ControlResiduals {
  private final List<float[]> all;

  /** Residuals of the skip connections, then the mid block's. */
  public ControlResiduals(List<float[]> all) {
    if (all.size() < 2) {
      throw new IllegalArgumentException(
          "residuals must be at least 2, one of a skip connection and the mid block's, are "
              + all.size());
    }
    this.all = List.copyOf(all);
  }

  /** Of the skip connections, outermost first. */
  public List<float[]> down() {
    return all.subList(0, all.size() - 1);
  }

  /** Of the mid block. */
  public float[] middle() {
    return all.getLast();
  }

  /** {@link #down} and {@link #middle} as one list. */
  public List<float[]> all() {
    return all;
  }

  /** Whether every element is a number. */
  public boolean isFinite() {
    return all.stream().allMatch(OutputRow::allFinite);
  }
}
