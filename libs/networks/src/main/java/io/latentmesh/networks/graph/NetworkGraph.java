package io.latentmesh.networks.graph;

import java.nio.file.Path;
import java.util.List;

/**
 * A finished graph: the bytes of an ONNX model whose weights lie in one file outside it.
 *
 * <p>Not a record because it holds a buffer: nobody may write to {@link #model()}.
 */
public final class NetworkGraph {
  private final byte[] model;
  private final Path weightsFile;
  private final long parameters;
  private final List<String> unusedTensors;

  NetworkGraph(byte[] model, Weights weights) {
    this.model = model;
    this.weightsFile = weights.file();
    this.parameters = weights.parameters();
    this.unusedTensors = weights.unused();
  }

  /** A serialized ONNX ModelProto; shared, read-only by agreement. */
  public byte[] model() {
    return model;
  }

  /** The real path of the file that holds the weights; the model names it without its folder. */
  public Path weightsFile() {
    return weightsFile;
  }

  /** Number of weight elements that the graph uses. */
  public long parameters() {
    return parameters;
  }

  /** Tensors of the file that the graph does not use, in the order of their names. */
  public List<String> unusedTensors() {
    return unusedTensors;
  }
}
