package io.latentmesh.networks.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Small tensors written into the graph itself; equal names are written once. */
final class Constants {
  private final GraphBuilder graph;

  Constants(GraphBuilder graph) {
    this.graph = graph;
  }

  /** A vector of integers: shapes, repetitions, split sizes. */
  Value longs(long... values) {
    return graph.shared("i64" + Arrays.toString(values), () -> write(values));
  }

  /** {@code values} in C order under {@code shape}; equal names must mean equal values. */
  Value floats(String name, List<Long> shape, float... values) {
    return graph.shared(name, () -> write(name, shape, values));
  }

  /** One number repeated {@code count} times. */
  Value filled(float value, int count) {
    String name = "f32[%d x %s]".formatted(count, value);
    float[] values = new float[count];
    Arrays.fill(values, value);
    return floats(name, List.of((long) count), values);
  }

  private Value write(long[] values) {
    ByteBuffer bytes = littleEndian(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    String name = "i64" + Arrays.toString(values);
    return write(name, List.of((long) values.length), ElementType.I64, bytes);
  }

  private Value write(String name, List<Long> shape, float[] values) {
    ByteBuffer bytes = littleEndian(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return write(name, shape, ElementType.F32, bytes);
  }

  private Value write(String name, List<Long> shape, ElementType type, ByteBuffer bytes) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.number())
            .addAllDims(shape)
            .setRawData(ByteString.copyFrom(bytes))
            .build());
    int width = shape.isEmpty() ? 1 : Math.toIntExact(shape.getLast());
    return new Value(name, width, type);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
