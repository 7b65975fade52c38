package io.latentmesh.networks.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A diffusers folder that describes a checkpoint: its configs count, its weights do not. */
record ConfigFolder(Path root) {
  private static final String INDEX = "model_index.json";
  private static final long MAX_BYTES = 4_000_000;

  /** The chosen one, else one beside the file. */
  static Optional<ConfigFolder> find(Path file, SingleFileOptions options) {
    if (options.configFolder().isPresent()) {
      Path chosen = options.configFolder().get();
      if (!Files.isRegularFile(chosen.resolve(INDEX))) {
        throw new CheckpointException(chosen, "must be a folder with " + INDEX + ", was not");
      }
      return Optional.of(new ConfigFolder(chosen));
    }
    return List.of(file.resolveSibling(stem(file)), file.resolveSibling(".").normalize()).stream()
        .filter(folder -> Files.isRegularFile(folder.resolve(INDEX)))
        .findFirst()
        .map(ConfigFolder::new);
  }

  /** The file's name without its last ending. */
  static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  Path index() {
    return root.resolve(INDEX);
  }

  /** Where a component's config is, if it has one. */
  Optional<Path> config(String component) {
    return Optional.of(root.resolve(component, "config.json")).filter(Files::isRegularFile);
  }

  Optional<Path> scheduler() {
    return Optional.of(root.resolve("scheduler", "scheduler_config.json"))
        .filter(Files::isRegularFile);
  }

  /** A small text file. */
  static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new CheckpointException(
            file, "size: must be at most %d bytes, was %d".formatted(MAX_BYTES, Files.size(file)));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new CheckpointException(file, "cannot be read: " + e, e);
    }
  }
}
