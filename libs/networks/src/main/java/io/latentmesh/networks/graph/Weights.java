package io.latentmesh.networks.graph;

import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tensors of one {@code .safetensors} file as a graph takes them: by name, with the shape that
 * the configuration leads to. What does not fit is collected, so that one error can name it all.
 *
 * <p>Belongs to one graph and to the thread that builds it.
 */
public final class Weights {
  private static final Set<Dtype> FLOATING = Set.of(Dtype.F32, Dtype.F16, Dtype.BF16);

  private final Path file;
  private final Map<String, TensorEntry> entries;
  private final Set<String> used = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private long parameters;

  private Weights(Path file, Map<String, TensorEntry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /** The tensors of {@code file}, which need not stay open. */
  public static Weights of(SafetensorsFile file) {
    return new Weights(file.path(), file.entries());
  }

  /** Whether the file has a tensor of this name. */
  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /**
   * The entry of {@code name} if it has {@code shape} and a floating type, else nothing and a
   * problem on the list. Trailing axes of length one do not count: a 1x1 convolution and a linear
   * layer hold the same bytes.
   */
  Optional<TensorEntry> take(String name, List<Long> shape) {
    used.add(name);
    TensorEntry entry = entries.get(name);
    if (entry == null) {
      return refuse("%s: expected shape %s, found no such tensor".formatted(name, shape));
    }
    if (!withoutTrailingOnes(entry.shape()).equals(withoutTrailingOnes(shape))) {
      return refuse("%s: expected shape %s, found %s".formatted(name, shape, entry.shape()));
    }
    if (!FLOATING.contains(entry.dtype())) {
      return refuse("%s: expected F32, F16 or BF16, found %s".formatted(name, entry.dtype()));
    }
    parameters += entry.elements();
    return Optional.of(entry);
  }

  void throwIfProblems() {
    if (!problems.isEmpty()) {
      throw new WeightsException(file, problems);
    }
  }

  Path file() {
    return file;
  }

  long parameters() {
    return parameters;
  }

  List<String> unused() {
    return entries.keySet().stream().filter(name -> !used.contains(name)).sorted().toList();
  }

  private Optional<TensorEntry> refuse(String problem) {
    problems.add(problem);
    return Optional.empty();
  }

  private static List<Long> withoutTrailingOnes(List<Long> shape) {
    int axes = shape.size();
    while (axes > 0 && shape.get(axes - 1) == 1) {
      axes--;
    }
    return shape.subList(0, axes);
  }
}
