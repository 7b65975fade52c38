package io.latentmesh.unet.engine;

/** One latent as the network takes it. Whoever made it no longer writes to its values. */
public final class Latent {
  private final LatentShape shape;
  private final float[] values;

  /** Takes over {@code values}, C order: the caller must not write to them again. */
  public Latent(LatentShape shape, float[] values) {
    if (values.length != shape.elements()) {
      throw new IllegalArgumentException(
          shape + " holds " + shape.elements() + " values, got " + values.length);
    }
    this.shape = shape;
    this.values = values;
  }

  public LatentShape shape() {
    return shape;
  }

  /** The values themselves, C order; read only. */
  public float[] values() {
    return values;
  }
}
