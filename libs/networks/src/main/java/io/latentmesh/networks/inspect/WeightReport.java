package io.latentmesh.networks.inspect;

import io.latentmesh.networks.onnx.OnnxGraphFile;
import io.latentmesh.networks.onnx.OnnxWeights;
import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.TensorSet;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The weights of one component.
 *
 * @param file that holds them, or the index of several; a checkpoint holds other components, too
 * @param bytes size of the component's tensors, without headers
 * @param parameters elements of its floating-point tensors
 * @param dtypes number of tensors by element type
 * @param sha256 of the file, lower-case hex; of the list of their hashes if they are several
 */
public record WeightReport(
    Path file, long bytes, long parameters, Map<Dtype, Integer> dtypes, String sha256) {

  public WeightReport {
    Map<Dtype, Integer> copy = new EnumMap<>(Dtype.class);
    copy.putAll(dtypes);
    dtypes = Collections.unmodifiableMap(copy);
  }

  static WeightReport of(OnnxGraphFile graph) {
    OnnxWeights weights = graph.weights();
    Map<Dtype, Integer> dtypes = new EnumMap<>(Dtype.class);
    weights.byType().forEach((dtype, tensors) -> dtypes.put(dtype, tensors.count()));
    return new WeightReport(
        graph.file(), weights.bytes(), weights.parameters(), dtypes, graph.sha256());
  }

  static WeightReport of(TensorSet weights) {
    Collection<TensorSlice> tensors = weights.slices().values();
    Map<Dtype, Integer> dtypes = new EnumMap<>(Dtype.class);
    tensors.forEach(tensor -> dtypes.merge(tensor.dtype(), 1, Integer::sum));
    long parameters =
        tensors.stream()
            .filter(tensor -> tensor.dtype().isFloat())
            .mapToLong(tensor -> tensor.stored().elements())
            .sum();
    return new WeightReport(
        weights.source(), weights.byteCount(), parameters, dtypes, weights.sha256());
  }
}
