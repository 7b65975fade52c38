package io.latentmesh.unet.engine;

import java.util.List;

/** Extents of one latent, [C, H, W], in latent pixels; each at least 1. */
public record LatentShape(int channels, int height, int width) {
  public LatentShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "extents must be at least 1, was [%d, %d, %d]".formatted(channels, height, width));
    }
  }

  /** Number of values. */
  public int elements() {
    return Math.multiplyExact(channels, Math.multiplyExact(height, width));
  }

  /* Written out, here and in Row.Kind and Evaluation, because every plan hashes them many times while
   * the device waits: what the compiler makes for records is a chain of method handles, which is
   * interpreted until it is hot. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof LatentShape shape
            && channels == shape.channels
            && height == shape.height
            && width == shape.width);
  }

  @Override
  public int hashCode() {
    return (31 * channels + height) * 31 + width;
  }

  /** [C, H, W]. */
  public List<Long> extents() {
    return List.of((long) channels, (long) height, (long) width);
  }
}
