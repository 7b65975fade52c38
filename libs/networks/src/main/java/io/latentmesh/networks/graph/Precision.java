package io.latentmesh.networks.graph;

import java.util.Locale;

/**
 * What a network computes in, apart from the parts that stay in F32 whatever the rest does: sines
 * and cosines of timesteps, group normalization, and attention where the configuration says so.
 */
public enum Precision {
  FP32(ElementType.F32, Float.MAX_VALUE),
  FP16(ElementType.F16, 65_504);

  private final ElementType type;
  private final float largest;

  Precision(ElementType type, float largest) {
    this.type = type;
    this.largest = largest;
  }

  /** The type of the tensors. */
  public ElementType type() {
    return type;
  }

  /** The largest finite number. */
  public float largest() {
    return largest;
  }

  /** As settings and recipes spell it. */
  public String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
