package io.latentmesh.networks.safetensors;

import java.util.List;

/**
 * Where one tensor lies in its file.
 *
 * @param shape extents, each at least 0; empty for a scalar
 * @param begin first byte, counted from the beginning of the file (not of the data)
 * @param end one past the last byte, counted likewise
 */
public record TensorEntry(String name, Dtype dtype, List<Long> shape, long begin, long end) {
  public TensorEntry {
    shape = List.copyOf(shape);
  }

  /** Number of elements: the product of the shape, 1 for a scalar. */
  public long elements() {
    return byteCount() / dtype.bytes();
  }

  /** Size in the file. */
  public long byteCount() {
    return end - begin;
  }
}
