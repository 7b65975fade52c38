package io.latentmesh.networks.runtime;

import io.latentmesh.networks.graph.ElementType;
import java.util.Arrays;
import java.util.List;

/** Name, type and shape of one input or output in one run. */
record TensorSpec(String name, ElementType type, List<Long> shape) {
  TensorSpec {
    shape = List.copyOf(shape);
  }

  static TensorSpec floats(String name, long... shape) {
    return new TensorSpec(name, ElementType.F32, boxed(shape));
  }

  static TensorSpec longs(String name, long... shape) {
    return new TensorSpec(name, ElementType.I64, boxed(shape));
  }

  int elements() {
    return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
  }

  long[] dimensions() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  private static List<Long> boxed(long[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }
}
