package io.latentmesh.networks.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Direct memory for the inputs and outputs of runs of one shape, and the tensors over it. Reused
 * from run to run: ONNX Runtime reads the inputs and writes the outputs in place.
 *
 * <p>Confined to the caller of the {@link ModelSession} that owns it.
 */
final class RunBuffers implements AutoCloseable {
  private final Map<String, ByteBuffer> memory = new HashMap<>();
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();

  RunBuffers(OrtEnvironment environment, RunShape shape) throws OrtException {
    for (TensorSpec spec : shape.inputs()) {
      inputs.put(spec.name(), tensor(environment, spec));
    }
    for (TensorSpec spec : shape.outputs()) {
      outputs.put(spec.name(), tensor(environment, spec));
    }
  }

  /** The elements of an F32 tensor, positioned at the first. */
  FloatBuffer floats(String name) {
    return bytes(name).asFloatBuffer();
  }

  /** The elements of an I64 tensor, positioned at the first. */
  LongBuffer longs(String name) {
    return bytes(name).asLongBuffer();
  }

  /** Puts rows of equal length one after the other into an F32 input. */
  void fill(String name, List<float[]> rows) {
    FloatBuffer target = floats(name);
    rows.forEach(target::put);
  }

  /** A copy of row {@code index} of an F32 output cut into {@code count} rows. */
  float[] row(String name, int index, int count) {
    FloatBuffer source = floats(name);
    float[] row = new float[source.capacity() / count];
    source.get(index * row.length, row);
    return row;
  }

  Map<String, OnnxTensor> inputs() {
    return inputs;
  }

  Map<String, OnnxTensor> outputs() {
    return outputs;
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
  }

  private ByteBuffer bytes(String name) {
    ByteBuffer bytes = memory.get(name);
    if (bytes == null) {
      throw new IllegalArgumentException("no tensor is called " + name);
    }
    return bytes.duplicate().order(ByteOrder.nativeOrder());
  }

  private OnnxTensor tensor(OrtEnvironment environment, TensorSpec spec) throws OrtException {
    int width =
        switch (spec.type()) {
          case F32 -> Float.BYTES;
          case I64 -> Long.BYTES;
          case F16, BF16, BOOL -> throw unexpected(spec);
        };
    int size = Math.multiplyExact(spec.elements(), width);
    ByteBuffer bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    memory.put(spec.name(), bytes);
    return switch (spec.type()) {
      case F32 -> OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), spec.dimensions());
      case I64 -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), spec.dimensions());
      case F16, BF16, BOOL -> throw unexpected(spec);
    };
  }

  /** Graphs cast at their edges. */
  private static IllegalArgumentException unexpected(TensorSpec spec) {
    return new IllegalArgumentException(
        "%s: inputs and outputs are F32 or I64, is %s".formatted(spec.name(), spec.type()));
  }
}
