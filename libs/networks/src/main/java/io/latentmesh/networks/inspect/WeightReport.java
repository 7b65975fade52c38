package io.latentmesh.networks.inspect;

import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.FileHash;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorEntry;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One weight file.
 *
 * @param file with links resolved
 * @param bytes size of the file
 * @param parameters elements of its floating-point tensors
 * @param dtypes number of tensors by element type
 * @param sha256 of the file, lower-case hex
 */
public record WeightReport(
    Path file, long bytes, long parameters, Map<Dtype, Integer> dtypes, String sha256) {

  public WeightReport {
    Map<Dtype, Integer> copy = new EnumMap<>(Dtype.class);
    copy.putAll(dtypes);
    dtypes = Collections.unmodifiableMap(copy);
  }

  static WeightReport of(SafetensorsFile weights) {
    Collection<TensorEntry> tensors = weights.entries().values();
    Map<Dtype, Integer> dtypes = new EnumMap<>(Dtype.class);
    tensors.forEach(tensor -> dtypes.merge(tensor.dtype(), 1, Integer::sum));
    long parameters =
        tensors.stream()
            .filter(tensor -> tensor.dtype().isFloat())
            .mapToLong(TensorEntry::elements)
            .sum();
    Path file = weights.path();
    return new WeightReport(file, weights.byteCount(), parameters, dtypes, FileHash.sha256(file));
  }
}
