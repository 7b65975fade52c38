package io.latentmesh.vae;

/** One latent or image, channel by channel. Written by nobody any more. */
final class Planes {
  /** What planes of one forward must agree on; height and width in the planes' own pixels. */
  record Size(int channels, int height, int width) {
    int elements() {
      return Math.multiplyExact(channels, Math.multiplyExact(height, width));
    }
  }

  private final Size size;
  private final float[] values;

  /** Takes over {@code values}, [C, H, W] in C order: the caller must not write to them again. */
  Planes(Size size, float[] values) {
    if (values.length != size.elements()) {
      throw new IllegalArgumentException(
          size + " holds " + size.elements() + " values, got " + values.length);
    }
    this.size = size;
    this.values = values;
  }

  Size size() {
    return size;
  }

  /** [C, H, W] in C order; read only. */
  float[] values() {
    return values;
  }

  /** Whether no value is NaN or infinite. */
  boolean isFinite() {
    return firstNonFinite() < 0;
  }

  /** Index of the first value that is NaN or infinite, -1 without one. */
  int firstNonFinite() {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }
}
