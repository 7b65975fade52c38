package io.latentmesh.networks.checkpoint;

import io.latentmesh.networks.safetensors.TensorSlice;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One naming scheme: a module, or a tensor, of the checkpoint on the left, the reference's name for
 * it on the right. What is below a module keeps its name; the longest entry wins.
 */
final class NameTable {
  /** No name of a real network is half as long; searching prefixes takes the square of it. */
  private static final int MAX_NAME = 256;

  private final Map<String, String> entries = new HashMap<>();

  NameTable put(String theirs, String ours) {
    entries.put(theirs, ours);
    return this;
  }

  /** Names that both schemes share. */
  NameTable same(List<String> names) {
    names.forEach(name -> put(name, name));
    return this;
  }

  /** The parts of one module: theirs and ours by turns in {@code parts}. */
  NameTable parts(String theirs, String ours, Map<String, String> parts) {
    parts.forEach((their, our) -> put(theirs + "." + their, ours + "." + our));
    return this;
  }

  /** The reference's name; empty if nothing in the table covers {@code name}. */
  Optional<String> translate(String name) {
    if (name.length() > MAX_NAME) {
      return Optional.empty();
    }
    for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
      String ours = entries.get(name.substring(0, end));
      if (ours != null) {
        return Optional.of(ours + name.substring(end));
      }
    }
    return Optional.empty();
  }

  /**
   * All tensors under the reference's names; those that the table does not cover are left out.
   *
   * @throws CheckpointException if two tensors get one name
   */
  Map<String, TensorSlice> translate(NamedTensors tensors) {
    Map<String, TensorSlice> translated = new LinkedHashMap<>();
    Map<String, String> origins = new HashMap<>();
    tensors
        .slices()
        .forEach((name, slice) ->
            translate(name)
                .ifPresent(ours -> {
                  String other = origins.put(ours, name);
                  if (other != null) {
                    throw new CheckpointException(
                        tensors.file(),
                        "tensor '%s%s': must be the only %s, but so is '%s'"
                            .formatted(tensors.prefix(), name, ours, other));
                  }
                  translated.put(ours, slice);
                }));
    return translated;
  }
}
