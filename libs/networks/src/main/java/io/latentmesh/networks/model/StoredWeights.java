package io.latentmesh.networks.model;

import io.latentmesh.networks.folder.WeightFiles;
import io.latentmesh.networks.safetensors.TensorSet;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Weights under the reference's names. Nothing is read before {@link #open}. Any thread. */
public final class StoredWeights implements NetworkSource {
  private final Path path;
  private final Supplier<TensorSet> opening;

  private StoredWeights(Path path, Supplier<TensorSet> opening) {
    this.path = path;
    this.opening = opening;
  }

  /** A safetensors file, or the index of several. */
  public static StoredWeights in(Path path) {
    return new StoredWeights(path, () -> WeightFiles.open(path));
  }

  /** Tensors that were found already. */
  public static StoredWeights of(TensorSet tensors) {
    return new StoredWeights(tensors.source(), () -> tensors);
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public long parameters() {
    return open().slices().values().stream()
        .filter(slice -> slice.dtype().isFloat())
        .mapToLong(slice -> slice.stored().elements())
        .sum();
  }

  /**
   * The tensors; their headers are read, no weight is.
   *
   * @throws io.latentmesh.networks.safetensors.SafetensorsException if a file is malformed
   */
  public TensorSet open() {
    return opening.get();
  }
}
