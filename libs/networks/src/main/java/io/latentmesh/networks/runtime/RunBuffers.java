package io.latentmesh.networks.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
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
  private final Map<String, ElementBuffer> memory = new HashMap<>();
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

  /** Puts rows of equal length one after the other into an input. */
  void fill(String name, List<float[]> rows) {
    ElementBuffer target = buffer(name);
    int offset = 0;
    for (float[] row : rows) {
      target.put(offset, row);
      offset += row.length;
    }
  }

  /** Puts rows of equal length one after the other into an input of integers. */
  void fillIntegers(String name, List<long[]> rows) {
    ElementBuffer target = buffer(name);
    int offset = 0;
    for (long[] row : rows) {
      target.put(offset, row);
      offset += row.length;
    }
  }

  /** A copy of row {@code index} of an output cut into {@code count} rows. */
  float[] row(String name, int index, int count) {
    ElementBuffer source = buffer(name);
    float[] row = new float[source.elements() / count];
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

  private ElementBuffer buffer(String name) {
    ElementBuffer buffer = memory.get(name);
    if (buffer == null) {
      throw new IllegalArgumentException("no tensor is called " + name);
    }
    return buffer;
  }

  private OnnxTensor tensor(OrtEnvironment environment, TensorSpec spec) throws OrtException {
    ElementBuffer buffer = new ElementBuffer(spec);
    memory.put(spec.name(), buffer);
    return buffer.tensor(environment);
  }
}
