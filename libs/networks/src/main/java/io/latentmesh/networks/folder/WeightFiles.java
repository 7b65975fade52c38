package io.latentmesh.networks.folder;

import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds and opens the weights of a component: one file, or several and an index of them. */
public final class WeightFiles {
  /**
   * Tried in this order when no variant is asked for: none, then the precisions that lose least.
   */
  private static final List<String> PREFERRED = List.of("", "fp16", "bf16");

  private static final List<String> PICKLES = List.of(".bin", ".ckpt", ".pt", ".pth");
  private static final String ENDING = ".safetensors";
  private static final String INDEX = ".index.json";

  private WeightFiles() {}

  /**
   * The weights of a component's folder: {@code <stem>.safetensors}, else the index {@code
   * <stem>.safetensors.index.json}; if there is neither, those of the variant {@code fp16}, then of
   * {@code bf16}. Links are followed, not resolved.
   *
   * @throws ModelFolderException if there are none; says so if they are pickled
   */
  public static Path find(Path component, String stem) {
    for (String variant : PREFERRED) {
      Optional<Path> found = present(component, stem, variant);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw missing(component, stem, stem + ENDING);
  }

  /**
   * The weights of one variant, for example {@code fp16} or {@code non_ema}: {@code
   * <stem>.<variant>.safetensors} or its index.
   *
   * @throws ModelFolderException if there are none
   */
  public static Path find(Path component, String stem, String variant) {
    return present(component, stem, variant)
        .orElseThrow(() -> missing(component, stem, names(stem, variant).getFirst()));
  }

  /**
   * The tensors of what {@code find} found: every header is read and checked, no weight is.
   *
   * @throws ModelFolderException if an index and its files disagree
   * @throws io.latentmesh.networks.safetensors.SafetensorsException if a file is malformed
   */
  public static TensorSet open(Path weights) {
    if (weights.toString().endsWith(".json")) {
      return ShardIndex.read(weights).open();
    }
    try (SafetensorsFile file = SafetensorsFile.open(weights)) {
      return file.tensors();
    }
  }

  private static Optional<Path> present(Path component, String stem, String variant) {
    for (String name : names(stem, variant)) {
      Path file = resolve(component, name);
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
      if (Files.isSymbolicLink(file)) {
        throw new ModelFolderException(file, "must link to a file, which is missing");
      }
    }
    return Optional.empty();
  }

  private static Path resolve(Path component, String name) {
    try {
      return component.resolve(name);
    } catch (InvalidPathException e) {
      throw new ModelFolderException(component, "cannot have a file of that name: " + e, e);
    }
  }

  /** diffusers writes an index's variant before its last ending; other writers before the first. */
  private static List<String> names(String stem, String variant) {
    if (variant.isEmpty()) {
      return List.of(stem + ENDING, stem + ENDING + INDEX);
    }
    return List.of(
        stem + "." + variant + ENDING,
        stem + ENDING + ".index." + variant + ".json",
        stem + "." + variant + ENDING + INDEX);
  }

  private static ModelFolderException missing(Path component, String stem, String expected) {
    if (!Files.isDirectory(component)) {
      return new ModelFolderException(component, "must be a folder, was missing");
    }
    String rule = expected + ": must be in the folder";
    List<String> names = list(component);
    for (String name : names) {
      if (name.startsWith(stem) && name.contains(ENDING)) {
        return new ModelFolderException(
            component, rule + " or be chosen as a variant, was " + name);
      }
    }
    for (String name : names) {
      if (PICKLES.stream().anyMatch(name::endsWith)) {
        return new ModelFolderException(
            component,
            "%s, was only %s: a pickle can run code and is not loaded; convert it to safetensors"
                .formatted(rule, name));
      }
    }
    return new ModelFolderException(component, rule + ", was missing");
  }

  private static List<String> list(Path component) {
    try (Stream<Path> files = Files.list(component)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new ModelFolderException(component, "cannot be listed: " + e, e);
    }
  }
}
