package io.latentmesh.networks.runtime;

import java.util.List;

/** Axes of one latent or image, {@code [C,H,W]}. */
public record LatentShape(int channels, int height, int width) {
  public LatentShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "channels, height and width must be at least 1, are %d, %d and %d"
              .formatted(channels, height, width));
    }
  }

  /** Number of elements. */
  public int elements() {
    return Math.multiplyExact(Math.multiplyExact(channels, height), width);
  }

  /** {@code count} of these in one F32 tensor. */
  TensorSpec rows(String name, int count) {
    return TensorSpec.floats(name, count, channels, height, width);
  }

  /** Refuses an empty list, and arrays of another length. */
  void checkRows(String name, List<float[]> rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(name + " must not be empty");
    }
    for (float[] row : rows) {
      if (row.length != elements()) {
        throw new IllegalArgumentException(
            "each of %s must have %d elements for %s, one has %d"
                .formatted(name, elements(), this, row.length));
      }
    }
  }
}
