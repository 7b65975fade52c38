package io.latentmesh.networks.runtime;

/**
 * What the text encoder makes of one prompt. Owned by whoever receives it: the model keeps no
 * reference to the arrays.
 */
public final class TextStates {
  private final float[] hiddenStates;
  private final float[] pooled;

  TextStates(float[] hiddenStates, float[] pooled) {
    this.hiddenStates = hiddenStates;
    this.pooled = pooled;
  }

  /** {@code [T,D]} in C order, after the final normalization. */
  public float[] hiddenStates() {
    return hiddenStates;
  }

  /** {@code [D]}: the last layer's normalized state at the end of the text. */
  public float[] pooled() {
    return pooled;
  }

  /** Whether every element is a number. */
  public boolean isFinite() {
    return OutputRow.allFinite(hiddenStates) && OutputRow.allFinite(pooled);
  }
}
