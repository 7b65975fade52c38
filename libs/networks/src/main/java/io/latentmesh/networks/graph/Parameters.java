package io.latentmesh.networks.graph;

import static io.latentmesh.networks.graph.Operator.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
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

  /** The tensor {@code name} as F32 {@code shape}; narrow types are widened when it is loaded. */
  Value weight(String name, List<Long> shape) {
    return graph.shared(
        name + shape,
        () ->
            graph
                .weights()
                .take(name, shape)
                .map(slice -> widened(slice, declare(name, slice, shape)))
                .orElseGet(() -> unknown(name, shape)));
  }

  /** Rows of the table {@code name}, widened after they were picked: the table stays narrow. */
  Value rows(String name, List<Long> shape, Value ids) {
    Optional<TensorSlice> slice = graph.weights().take(name, shape);
    if (slice.isEmpty()) {
      return unknown(name, shape);
    }
    Value table = declare(name, slice.get(), shape);
    return widened(slice.get(), graph.add(onnx("Gather"), table.width(), table, ids));
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

  private Value initializer(String name, TensorSlice slice, List<Long> shape) {
    TensorEntry stored = slice.stored();
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type(slice.dtype()).getNumber())
            .addAllDims(shape)
            .setDataLocation(DataLocation.EXTERNAL)
            .addExternalData(pair("location", graph.weights().folder().location(slice.file())))
            .addExternalData(pair("offset", Long.toString(stored.begin())))
            .addExternalData(pair("length", Long.toString(stored.byteCount())))
            .build());
    return new Value(name, Math.toIntExact(shape.getLast()));
  }

  /** The cast of an initializer is computed once, when the session is created. */
  private Value widened(TensorSlice slice, Value stored) {
    if (slice.dtype() == Dtype.F32) {
      return stored;
    }
    return graph.add(onnx("Cast").with("to", DataType.FLOAT.getNumber()), stored.width(), stored);
  }

  /**
   * Stands for a tensor that does not fit, so that the graph can be read on to its other errors.
   */
  private static Value unknown(String name, List<Long> shape) {
    return new Value(name, Math.toIntExact(shape.getLast()));
  }

  private static DataType type(Dtype dtype) {
    return switch (dtype) {
      case F32 -> DataType.FLOAT;
      case F16 -> DataType.FLOAT16;
      case BF16 -> DataType.BFLOAT16;
      default -> throw new IllegalArgumentException("no weights of type " + dtype);
    };
  }

  private static StringStringEntryProto pair(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
