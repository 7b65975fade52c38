package io.latentmesh.networks.model;

import io.latentmesh.networks.onnx.OnnxGraphFile;
import java.nio.file.Path;

/**
 * An ONNX file that somebody exported, used as it is; its weights are in it or in files beside it.
 *
 * @param path absolute; links are not resolved
 */
public record ExportedGraph(GraphRole role, Path path) implements NetworkSource {

  @Override
  public long parameters() {
    return read().weights().parameters();
  }

  /**
   * What the file says of itself.
   *
   * @throws io.latentmesh.networks.onnx.OnnxFileException if it is malformed, or lacks an input or
   *     an output of its role
   */
  public OnnxGraphFile read() {
    return role.checked(OnnxGraphFile.read(path));
  }
}
