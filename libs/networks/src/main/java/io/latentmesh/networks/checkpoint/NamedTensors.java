package io.latentmesh.networks.checkpoint;

import io.latentmesh.networks.safetensors.TensorSet;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tensors to be asked for what their names and shapes tell.
 *
 * @param file what errors name
 * @param prefix that was cut off the names, for errors
 * @param slices by name
 */
record NamedTensors(Path file, String prefix, Map<String, TensorSlice> slices) {
  /** Longer than any list of a known network; keeps a wild number from sizing anything. */
  private static final int MAX_LENGTH = 512;

  static NamedTensors of(TensorSet tensors) {
    return new NamedTensors(tensors.source(), "", tensors.slices());
  }

  /** Those whose names begin so, without that beginning. */
  NamedTensors below(String beginning) {
    Map<String, TensorSlice> below = new LinkedHashMap<>();
    slices.forEach((name, slice) -> {
      if (name.startsWith(beginning) && name.length() > beginning.length()) {
        below.put(name.substring(beginning.length()), slice);
      }
    });
    return new NamedTensors(file, prefix + beginning, below);
  }

  boolean has(String name) {
    return slices.containsKey(name);
  }

  boolean isEmpty() {
    return slices.isEmpty();
  }

  /** Length of one axis of a tensor that must be there. */
  long extent(String name, int axis) {
    TensorSlice slice = slices.get(name);
    if (slice == null) {
      throw problem(name, "must be in the file, was not");
    }
    if (slice.shape().size() <= axis) {
      throw problem(
          name, "shape: must have more than %d axes, was %s".formatted(axis, slice.shape()));
    }
    return slice.shape().get(axis);
  }

  /** Number of axes of a tensor; 0 if it is not there. */
  int rank(String name) {
    TensorSlice slice = slices.get(name);
    return slice == null ? 0 : slice.shape().size();
  }

  /** How many elements the module list {@code list} has: names {@code list.0.…} and so on. */
  int length(String list) {
    BitSet found = new BitSet();
    String start = list + ".";
    for (String name : slices.keySet()) {
      if (name.startsWith(start)) {
        found.set(index(name, start.length()));
      }
    }
    int length = found.length();
    if (found.cardinality() != length) {
      throw problem(list, "must be a list without gaps, lacks element " + found.nextClearBit(0));
    }
    return length;
  }

  private int index(String name, int begin) {
    int end = begin;
    int index = 0;
    while (end < name.length() && Character.isDigit(name.charAt(end)) && index < MAX_LENGTH) {
      index = 10 * index + Character.digit(name.charAt(end), 10);
      end++;
    }
    if (end == begin || index >= MAX_LENGTH) {
      throw problem(
          name.substring(0, Math.min(name.length(), end + 1)),
          "must go on with an index below " + MAX_LENGTH);
    }
    return index;
  }

  private CheckpointException problem(String name, String problem) {
    return new CheckpointException(file, "tensor '%s%s': %s".formatted(prefix, name, problem));
  }
}
