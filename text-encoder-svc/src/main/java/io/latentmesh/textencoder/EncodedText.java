package io.latentmesh.textencoder;

import java.util.List;

/** What the network makes of one text. Written by nobody any more. */
final class EncodedText {
  private final float[] hiddenStates;
  private final float[] pooled;
  private final List<Integer> widths;

  /** Of one encoder. Takes over both arrays: the caller must not write to them again. */
  EncodedText(float[] hiddenStates, float[] pooled) {
    this(hiddenStates, pooled, List.of());
  }

  /**
   * As above, of several encoders.
   *
   * @param widths of their states, which stand side by side; empty for one
   */
  EncodedText(float[] hiddenStates, float[] pooled, List<Integer> widths) {
    this.hiddenStates = hiddenStates;
    this.pooled = pooled;
    this.widths = List.copyOf(widths);
  }

  /** The same text with other states, whose array is taken over. */
  EncodedText with(float[] otherStates) {
    return new EncodedText(otherStates, pooled, widths);
  }

  /** The same text with the pooled state of another. */
  EncodedText withPooledOf(EncodedText other) {
    return new EncodedText(hiddenStates, other.pooled, widths);
  }

  /** The width of each encoder's states, of so many tokens. */
  List<Integer> widths(int tokens) {
    return widths.isEmpty() ? List.of(hiddenStates.length / tokens) : widths;
  }

  /** [T, D] in C order; read only. */
  float[] hiddenStates() {
    return hiddenStates;
  }

  /** [P]; read only. */
  float[] pooled() {
    return pooled;
  }

  /** Whether no value is NaN or infinite. */
  boolean isFinite() {
    return isFinite(hiddenStates) && isFinite(pooled);
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
