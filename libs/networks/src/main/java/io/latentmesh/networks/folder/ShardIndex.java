package io.latentmesh.networks.folder;

import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorSet;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code *.safetensors.index.json}: which of several files holds which tensor. The index is trusted
 * no more than a header: files must lie beside it, and hold what it says and nothing else.
 *
 * @param file the index
 * @param shards tensor names by file name
 * @param totalBytes what the index says about all tensors together; 0 if it says nothing
 */
record ShardIndex(Path file, Map<String, Set<String>> shards, double totalBytes) {
  /** Far above any real model; bounds the files that one index makes us open. */
  static final int MAX_SHARDS = 1000;

  static final int MAX_NAME = 255;

  /** Writers count other types than they store, at most of four times or a quarter the width. */
  private static final double MOST_BYTES_RATIO = 4;

  private static final int LISTED = 5;
  private static final String ENDING = ".safetensors";

  ShardIndex {
    shards = Map.copyOf(shards);
  }

  static ShardIndex read(Path file) {
    return read(file, ConfigFile.read(file));
  }

  static ShardIndex read(Path file, ConfigFile index) {
    ConfigFile map = index.object("weight_map");
    Map<String, Set<String>> shards = new TreeMap<>();
    for (String tensor : map.keys()) {
      shards.computeIfAbsent(shardName(map, tensor), _ -> new HashSet<>()).add(tensor);
    }
    if (shards.isEmpty() || shards.size() > MAX_SHARDS) {
      throw index.unsupported(
          "weight_map", "an object that names 1 to %d files".formatted(MAX_SHARDS));
    }
    return new ShardIndex(file, shards, totalBytes(index));
  }

  /** A plain name: neither a path nor a way out of the folder. */
  private static String shardName(ConfigFile map, String tensor) {
    String rule = "the name of a %s file in the index's folder".formatted(ENDING);
    if (!(map.value(tensor) instanceof String name)
        || !name.endsWith(ENDING)
        || name.length() > MAX_NAME
        || name.chars().anyMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ')) {
      throw map.unsupported(tensor, rule);
    }
    return name;
  }

  private static double totalBytes(ConfigFile index) {
    if (!index.has("metadata")) {
      return 0;
    }
    return index
        .object("metadata")
        .number("total_size", 0, value -> value >= 0, "a number of at least 0");
  }

  /** The tensors of all files, each checked against the index. */
  TensorSet open() {
    Map<String, TensorSlice> slices = new LinkedHashMap<>();
    new TreeMap<>(shards).forEach((name, tensors) -> slices.putAll(open(name, tensors)));
    TensorSet set = new TensorSet(file, slices);
    checkTotal(set.byteCount());
    return set;
  }

  private Map<String, TensorSlice> open(String name, Set<String> expected) {
    Path shard = file.resolveSibling(name);
    if (!Files.isRegularFile(shard)) {
      throw new ModelFolderException(
          file, "weight_map: must name files that exist, but %s is missing".formatted(shard));
    }
    try (SafetensorsFile tensors = SafetensorsFile.open(shard)) {
      Map<String, TensorSlice> found = tensors.tensors().slices();
      requireNone(
          name + " lacks tensors that weight_map says it has", without(expected, found.keySet()));
      requireNone(
          name + " has tensors that weight_map does not say it has",
          without(found.keySet(), expected));
      return found;
    }
  }

  private static List<String> without(Set<String> names, Set<String> others) {
    return names.stream().filter(name -> !others.contains(name)).sorted().toList();
  }

  private void requireNone(String problem, List<String> tensors) {
    if (tensors.isEmpty()) {
      return;
    }
    List<String> listed = new ArrayList<>(tensors.subList(0, Math.min(LISTED, tensors.size())));
    if (tensors.size() > LISTED) {
      listed.add("and %d more".formatted(tensors.size() - LISTED));
    }
    throw new ModelFolderException(
        file, problem + ": " + listed.stream().collect(Collectors.joining(", ")));
  }

  private void checkTotal(long bytes) {
    if (totalBytes == 0) {
      return;
    }
    if (bytes > totalBytes * MOST_BYTES_RATIO || bytes < totalBytes / MOST_BYTES_RATIO) {
      throw new ModelFolderException(
          file,
          "metadata.total_size: must be about the files' %d bytes, was %.0f"
              .formatted(bytes, totalBytes));
    }
  }
}
