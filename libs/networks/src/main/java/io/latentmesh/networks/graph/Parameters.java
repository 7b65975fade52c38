package io.latentmesh.networks.graph;

import static io.latentmesh.networks.graph.Operator.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.TensorEntry;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.util.List;
import java.util.Optional;

/**
 * Weights as initializers that point into the {@code .safetensors} files: a file's name, an offset
 * and a length. The same bytes may be declared with several shapes.
 */
final class Parameters {
  private final GraphBuilder graph;

  Parameters(GraphBuilder graph) {
    this.graph = graph;
  }

  /**
   * The tensor {@code name} with {@code shape}, cast to {@code type}: the cast of an initializer is
   * computed once, when the session is created.
   */
  Value weight(String name, List<Long> shape, ElementType type) {
    return graph.shared(
        name + shape + type,
        () ->
            graph
                .weights()
                .take(name, shape)
                .map(slice -> graph.cast(declare(name, slice, shape), type))
                .orElseGet(() -> unknown(name, shape, type)));
  }

  /** Rows of the table {@code name}, cast after they were picked: the table stays as it is. */
  Value rows(String name, List<Long> shape, Value ids) {
    ElementType type = graph.settings().precision().type();
    Optional<TensorSlice> slice = graph.weights().take(name, shape);
    if (slice.isEmpty()) {
      return unknown(name, shape, type);
    }
    Value table = declare(name, slice.get(), shape);
    return graph.cast(graph.add(onnx("Gather"), table.width(), table, ids), type);
  }

  private Value declare(String name, TensorSlice slice, List<Long> shape) {
    return switch (slice.order()) {
      case AS_STORED ->
          initializer(slice.shape().equals(shape) ? name : name + shape, slice, shape);
      case TRANSPOSED -> {
        Value matrix = initializer(name + " stored", slice, shape.reversed());
        Operator transpose = onnx("Transpose").withInts("perm", 1, 0);
        yield graph.add(transpose, Math.toIntExact(shape.getLast()), matrix);
      }
    };
  }

  /** One for a tensor and shape, though it be cast to several types. */
  private Value initializer(String name, TensorSlice slice, List<Long> shape) {
    return graph.shared("stored " + name, () -> addInitializer(name, slice, shape));
  }

  private Value addInitializer(String name, TensorSlice slice, List<Long> shape) {
    TensorEntry stored = slice.stored();
    ElementType type = type(slice.dtype());
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.number())
            .addAllDims(shape)
            .setDataLocation(DataLocation.EXTERNAL)
            .addExternalData(pair("location", graph.weights().folder().location(slice.file())))
            .addExternalData(pair("offset", Long.toString(stored.begin())))
            .addExternalData(pair("length", Long.toString(stored.byteCount())))
            .build());
    return new Value(name, Math.toIntExact(shape.getLast()), type);
  }

  /**
   * Stands for a tensor that does not fit, so that the graph can be read on to its other errors.
   */
  private static Value unknown(String name, List<Long> shape, ElementType type) {
    return new Value(name, Math.toIntExact(shape.getLast()), type);
  }

  private static ElementType type(Dtype dtype) {
    return switch (dtype) {
      case F32 -> ElementType.F32;
      case F16 -> ElementType.F16;
      case BF16 -> ElementType.BF16;
      default -> throw new IllegalArgumentException("no weights of type " + dtype);
    };
  }

  private static StringStringEntryProto pair(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
