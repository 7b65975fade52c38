package io.latentmesh.networks.graph;

import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorSet;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tensors of a network as a graph takes them: by name, with the shape that the configuration
 * leads to. What does not fit is collected, so that one error can name it all.
 *
 * <p>Belongs to one graph and to the thread that builds it.
 */
public final class Weights {
  private static final Set<Dtype> FLOATING = Set.of(Dtype.F32, Dtype.F16, Dtype.BF16);

  private final TensorSet tensors;
  private final WeightsFolder folder;
  private final Set<String> used = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private long parameters;

  private Weights(TensorSet tensors) {
    this.tensors = tensors;
    this.folder = WeightsFolder.of(tensors);
  }

  /** The tensors of {@code file}, which need not stay open. */
  public static Weights of(SafetensorsFile file) {
    return of(file.tensors());
  }

  /** Tensors that may lie in several files. */
  public static Weights of(TensorSet tensors) {
    return new Weights(tensors);
  }

  /** Whether there is a tensor of this name. */
  public boolean has(String name) {
    return tensors.slices().containsKey(name);
  }

  /**
   * The tensor {@code name} if it has {@code shape} and a floating type, else nothing and a problem
   * on the list. Trailing axes of length one do not count: a 1x1 convolution and a linear layer
   * hold the same bytes.
   */
  Optional<TensorSlice> take(String name, List<Long> shape) {
    used.add(name);
    TensorSlice slice = tensors.slices().get(name);
    if (slice == null) {
      return refuse("%s: expected shape %s, found no such tensor".formatted(name, shape));
    }
    if (!withoutTrailingOnes(slice.shape()).equals(withoutTrailingOnes(shape))) {
      return refuse("%s: expected shape %s, found %s".formatted(name, shape, slice.shape()));
    }
    if (!FLOATING.contains(slice.dtype())) {
      return refuse("%s: expected F32, F16 or BF16, found %s".formatted(name, slice.dtype()));
    }
    parameters += slice.stored().elements();
    return Optional.of(slice);
  }

  void throwIfProblems() {
    if (!problems.isEmpty()) {
      throw new WeightsException(tensors.source(), problems);
    }
  }

  Path source() {
    return tensors.source();
  }

  WeightsFolder folder() {
    return folder;
  }

  long parameters() {
    return parameters;
  }

  List<String> unused() {
    return tensors.slices().keySet().stream()
        .filter(name -> !used.contains(name))
        .sorted()
        .toList();
  }

  private Optional<TensorSlice> refuse(String problem) {
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
