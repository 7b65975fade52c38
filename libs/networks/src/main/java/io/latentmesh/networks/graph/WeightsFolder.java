package io.latentmesh.networks.graph;

import io.latentmesh.networks.safetensors.TensorSet;
import java.nio.file.Path;
import java.util.List;

/**
 * The one folder that ONNX Runtime is told, below which every file of a graph's weights lies. It
 * refuses external data whose real path is outside that folder, but follows a relative location
 * into folders below it: so files in several folders are named from the deepest one they share.
 *
 * @param path real and absolute
 */
record WeightsFolder(Path path) {
  private static final Path NONE = Path.of("").toAbsolutePath();

  /** The deepest folder that all files of the set are in. */
  static WeightsFolder of(TensorSet tensors) {
    List<Path> folders = tensors.files().stream().map(WeightsFolder::parent).distinct().toList();
    return new WeightsFolder(folders.stream().reduce(WeightsFolder::shared).orElse(NONE));
  }

  /** Where a file lies, from here; slashes whatever the machine. */
  String location(Path file) {
    return path.relativize(file).toString().replace('\\', '/');
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? NONE : parent;
  }

  private static Path shared(Path a, Path b) {
    Path shared = a;
    while (!b.startsWith(shared)) {
      Path above = shared.getParent();
      if (above == null) {
        throw new IllegalArgumentException(
            "weights must lie on one drive, are in %s and %s".formatted(a, b));
      }
      shared = above;
    }
    return shared;
  }
}
