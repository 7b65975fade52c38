package io.latentmesh.unet.engine;

/** The model's answer for one row, and the run that it came from. Written by nobody any more. */
public final class Prediction {
  private final float[] values;
  private final Forward forward;

  /** Takes over {@code values}: the caller must not write to them again. */
  public Prediction(float[] values, Forward forward) {
    this.values = values;
    this.forward = forward;
  }

  /** The network's raw output [C, H, W] in C order, all finite; read only. */
  public float[] values() {
    return values;
  }

  public Forward forward() {
    return forward;
  }
}
