package io.latentmesh.orchestrator.sampling;

/** Extents of one latent in C order: channels, height, width, each at least 1. */
public record LatentShape(int channels, int height, int width) {
  /**
   * Checks the extents.
   *
   * @throws IllegalArgumentException when an extent is below 1
   * @throws ArithmeticException when the shape holds more than {@link Integer#MAX_VALUE} elements
   */
  public LatentShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "extents must be at least 1, were [%d, %d, %d]".formatted(channels, height, width));
    }
    Math.multiplyExact(Math.multiplyExact(channels, height), width);
  }

  /** Number of values. */
  public int elements() {
    return channels * height * width;
  }
}
