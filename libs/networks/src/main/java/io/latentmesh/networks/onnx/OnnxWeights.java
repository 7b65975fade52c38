package io.latentmesh.networks.onnx;

import io.latentmesh.networks.safetensors.Dtype;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a graph computes with.
 *
 * @param byType its tensors of floating types
 * @param parameters number of elements of floating types
 * @param files those that hold weights beside the graph's own file, as they are named there
 */
public record OnnxWeights(Map<Dtype, Tensors> byType, long parameters, List<Path> files) {
  public OnnxWeights {
    byType = Map.copyOf(byType);
    files = List.copyOf(files);
  }

  /** So many tensors of one type. */
  public record Tensors(int count, long bytes) {
    Tensors plus(long more) {
      return new Tensors(count + 1, bytes + more);
    }
  }

  /** Size of all. */
  public long bytes() {
    return byType.values().stream().mapToLong(Tensors::bytes).sum();
  }

  /** The type of most bytes, as safetensors names it; "none" without weights. */
  public String storedType() {
    return byType.entrySet().stream()
        .max(Comparator.comparingLong(each -> each.getValue().bytes()))
        .map(each -> each.getKey().name())
        .orElse("none");
  }
}
