package io.latentmesh.networks.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a graph computes with.
 *
 * @param bytesByType size of its tensors by type, as safetensors names types
 * @param parameters number of elements of floating types
 * @param files those that hold weights beside the graph's own file, as they are named there
 */
public record OnnxWeights(Map<String, Long> bytesByType, long parameters, List<Path> files) {
  public OnnxWeights {
    bytesByType = Map.copyOf(bytesByType);
    files = List.copyOf(files);
  }

  /** The type of most bytes; "none" without weights. */
  public String storedType() {
    return bytesByType.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("none");
  }
}
