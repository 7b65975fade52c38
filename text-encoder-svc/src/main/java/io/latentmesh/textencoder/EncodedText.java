package io.latentmesh.textencoder;

/** What the network makes of one text. Written by nobody any more. */
final class EncodedText {
  private final float[] hiddenStates;
  private final float[] pooled;

  /** Takes over both arrays: the caller must not write to them again. */
  EncodedText(float[] hiddenStates, float[] pooled) {
    this.hiddenStates = hiddenStates;
    this.pooled = pooled;
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
