package io.latentmesh.networks.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the weights of a component. */
public final class WeightFiles {
  private static final List<String> PICKLES = List.of(".bin", ".ckpt", ".pt", ".pth");

  private WeightFiles() {}

  /**
   * {@code <stem>.safetensors} of a component's folder, or its half-precision variant {@code
   * <stem>.fp16.safetensors} if there is no other. Links are followed, not resolved.
   *
   * @throws ModelFolderException if there is neither; says so if they are sharded or pickled
   */
  public static Path find(Path component, String stem) {
    for (String ending : List.of(".safetensors", ".fp16.safetensors")) {
      Path file = component.resolve(stem + ending);
      if (Files.isRegularFile(file)) {
        return file;
      }
      if (Files.isSymbolicLink(file)) {
        throw new ModelFolderException(file, "must link to a file, which is missing");
      }
    }
    throw missing(component, stem);
  }

  private static ModelFolderException missing(Path component, String stem) {
    if (!Files.isDirectory(component)) {
      return new ModelFolderException(component, "must be a folder, was missing");
    }
    String expected = stem + ".safetensors: must be in the folder";
    List<String> names = names(component);
    for (String name : names) {
      if (name.endsWith(".safetensors.index.json")) {
        return new ModelFolderException(
            component, expected + " as one file, was sharded (" + name + ")");
      }
    }
    for (String name : names) {
      if (PICKLES.stream().anyMatch(name::endsWith)) {
        return new ModelFolderException(
            component,
            "%s, was only %s: a pickle can run code and is not loaded; convert it to safetensors"
                .formatted(expected, name));
      }
    }
    return new ModelFolderException(component, expected + ", was missing");
  }

  private static List<String> names(Path component) {
    try (Stream<Path> files = Files.list(component)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new ModelFolderException(component, "cannot be listed: " + e, e);
    }
  }
}
