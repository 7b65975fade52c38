package io.latentmesh.networks.safetensors;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor as a network asks for it: a range of a file's bytes, perhaps under another name than the
 * file's own, a part of its rows, or with its two axes exchanged.
 *
 * @param file the real path: every link resolved
 * @param stored what the bytes are, under the file's own name
 */
public record TensorSlice(Path file, TensorEntry stored, Order order) {

  /** How the tensor relates to its bytes. */
  public enum Order {
    /** The bytes are the tensor in C order. */
    AS_STORED,
    /** The bytes are a matrix whose transpose is the tensor. */
    TRANSPOSED
  }

  public TensorSlice {
    if (order == Order.TRANSPOSED && stored.shape().size() != 2) {
      throw new SafetensorsException(
          file,
          "tensor '%s': shape: must have 2 axes to be transposed, was %s"
              .formatted(stored.name(), stored.shape()));
    }
  }

  /** All of a tensor of a file. */
  static TensorSlice of(Path file, TensorEntry entry) {
    return new TensorSlice(file, entry, Order.AS_STORED);
  }

  /** The extents of the tensor, not of its bytes. */
  public List<Long> shape() {
    return switch (order) {
      case AS_STORED -> stored.shape();
      case TRANSPOSED -> stored.shape().reversed();
    };
  }

  /** Type of its elements. */
  public Dtype dtype() {
    return stored.dtype();
  }

  /** The same bytes, read as the transpose of the matrix that they are. */
  public TensorSlice transposed() {
    return new TensorSlice(file, stored, Order.TRANSPOSED);
  }

  /**
   * Part {@code index} of {@code parts} equal ones along the first axis: the same bytes, none
   * copied.
   *
   * @throws SafetensorsException if the axis cannot be cut so
   */
  public TensorSlice part(int index, int parts) {
    List<Long> shape = stored.shape();
    if (order != Order.AS_STORED || shape.isEmpty() || shape.getFirst() % parts != 0) {
      throw new SafetensorsException(
          file,
          "tensor '%s': shape: must have a first axis that is a multiple of %d, was %s"
              .formatted(stored.name(), parts, shape));
    }
    long bytes = stored.byteCount() / parts;
    long begin = stored.begin() + index * bytes;
    List<Long> rest = shape.subList(1, shape.size());
    List<Long> cut = new ArrayList<>(List.of(shape.getFirst() / parts));
    cut.addAll(rest);
    return new TensorSlice(
        file, new TensorEntry(stored.name(), stored.dtype(), cut, begin, begin + bytes), order);
  }
}
