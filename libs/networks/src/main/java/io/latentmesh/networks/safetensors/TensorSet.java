package io.latentmesh.networks.safetensors;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of one network by the names that the network uses, wherever they lie. Immutable;
 * holds no file open.
 *
 * @param source what messages name: the weights file, the index of several, or the checkpoint
 * @param slices by name
 */
public record TensorSet(Path source, Map<String, TensorSlice> slices) {
  public TensorSet {
    slices = Collections.unmodifiableMap(new LinkedHashMap<>(slices));
  }

  /** The files that hold at least one of the tensors: real paths, in their order. */
  public List<Path> files() {
    return slices.values().stream().map(TensorSlice::file).distinct().sorted().toList();
  }

  /** Size of the tensors, without headers. */
  public long byteCount() {
    return slices.values().stream().mapToLong(slice -> slice.stored().byteCount()).sum();
  }

  /**
   * Identifies the bytes of the files, all of which are read: see {@link FileHash#sha256(List)}.
   *
   * @throws SafetensorsException if a file cannot be read
   */
  public String sha256() {
    List<Path> files = files();
    if (files.isEmpty()) {
      throw new SafetensorsException(source, "must have tensors, has none");
    }
    return FileHash.sha256(files);
  }
}
