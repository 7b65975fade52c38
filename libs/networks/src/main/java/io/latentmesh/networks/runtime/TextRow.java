package io.latentmesh.networks.runtime;

import java.util.BitSet;

/**
 * One text of a text encoder's call: its ids, and which of its positions no position attends to.
 *
 * <p>Keeps the array it is given. Nobody may write to it until the call that takes the row has
 * returned; the model only reads.
 */
public final class TextRow {
  /** Less than this, e to the power of it is no number of 32 bits. */
  private static final float HIDDEN = -1e4f;

  private final long[] ids;
  private final BitSet hidden;

  /** A text all of which is seen: {@code ids}, padded to the encoder's positions. */
  public TextRow(long[] ids) {
    this(ids, new BitSet());
  }

  /**
   * A text.
   *
   * @param hidden indices of ids that are not attended to; never 0, for then the first position
   *     would see nothing
   */
  public TextRow(long[] ids, BitSet hidden) {
    if (hidden.get(0) || hidden.length() > ids.length) {
      throw new IllegalArgumentException(
          "hidden positions must be 1 to %d, are %s".formatted(ids.length - 1, hidden));
    }
    this.ids = ids;
    this.hidden = (BitSet) hidden.clone();
  }

  long[] ids() {
    return ids;
  }

  boolean hides() {
    return !hidden.isEmpty();
  }

  /** {@code [T]}: what is added to the attention to each position. */
  float[] keyBias() {
    float[] bias = new float[ids.length];
    hidden.stream().forEach(i -> bias[i] = HIDDEN);
    return bias;
  }
}
