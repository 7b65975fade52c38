package io.latentmesh.networks.copies;

import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorSet;
import java.nio.file.Path;

/**
 * A process that wants a copy of the weights in its first argument, in the folder of its second.
 */
final class CopyProcess {
  private CopyProcess() {}

  public static void main(String[] arguments) {
    var _ = NarrowWeights.in(Path.of(arguments[1])).of(open(Path.of(arguments[0]))).orElseThrow();
  }

  static TensorSet open(Path file) {
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      return open.tensors();
    }
  }
}
