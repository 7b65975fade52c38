package io.latentmesh.networks.runtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the text encoder makes of one prompt. Owned by whoever receives it: the model keeps no
 * reference to the arrays.
 */
public final class TextStates {
  private final float[] hiddenStates;
  private final float @Nullable [] pooled; // null where an exported encoder does not show it
  private final float @Nullable [] projected; // null where the encoder has no projection

  TextStates(float[] hiddenStates, float @Nullable [] pooled, float @Nullable [] projected) {
    this.hiddenStates = hiddenStates;
    this.pooled = pooled;
    this.projected = projected;
  }

  /** {@code [T,D]} in C order, of the chosen layer. */
  public float[] hiddenStates() {
    return hiddenStates;
  }

  /**
   * {@code [D]}: the last layer's normalized state at the end of the text; empty where an exported
   * encoder shows only its projection.
   */
  public Optional<float[]> pooled() {
    return Optional.ofNullable(pooled);
  }

  /** {@code [P]}: the projection of the pooled state; empty where the encoder has none. */
  public Optional<float[]> projected() {
    return Optional.ofNullable(projected);
  }

  /** Whether every element is a number. */
  public boolean isFinite() {
    return OutputRow.allFinite(hiddenStates)
        && pooled().map(OutputRow::allFinite).orElse(true)
        && projected().map(OutputRow::allFinite).orElse(true);
  }
}
