package io.latentmesh.networks.graph;

import java.nio.file.Path;
import java.util.List;

/**
 * A finished graph: the bytes of an ONNX model whose weights lie in files outside it.
 *
 * <p>Not a record because it holds a buffer: nobody may write to {@link #model()}.
 */
public final class NetworkGraph {
  private final byte[] model;
  private final Path weightsSource;
  private final Path weightsFolder;
  private final long parameters;
  private final List<String> unusedTensors;
  private final Precision precision;

  NetworkGraph(byte[] model, Weights weights, Precision precision) {
    this.model = model;
    this.weightsSource = weights.source();
    this.weightsFolder = weights.folder().path();
    this.parameters = weights.parameters();
    this.unusedTensors = weights.unused();
    this.precision = precision;
  }

  /** A serialized ONNX ModelProto; shared, read-only by agreement. */
  public byte[] model() {
    return model;
  }

  /** What to call the weights in a message: their file, or the index of several. */
  public Path weightsSource() {
    return weightsSource;
  }

  /**
   * The real folder in and below which the files of the weights lie; the model names them from
   * there, and no link is on the way.
   */
  public Path weightsFolder() {
    return weightsFolder;
  }

  /** What it computes in; its inputs and outputs are F32 in any case. */
  public Precision precision() {
    return precision;
  }

  /** Number of weight elements that the graph uses. */
  public long parameters() {
    return parameters;
  }

  /** Tensors that the graph does not use, in the order of their names. */
  public List<String> unusedTensors() {
    return unusedTensors;
  }
}
