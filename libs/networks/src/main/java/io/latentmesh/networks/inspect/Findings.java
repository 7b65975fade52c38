package io.latentmesh.networks.inspect;

import io.latentmesh.networks.checkpoint.CheckpointException;
import io.latentmesh.networks.folder.ModelFolderException;
import io.latentmesh.networks.onnx.OnnxFileException;
import io.latentmesh.networks.safetensors.SafetensorsException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The problems of one look at one model, each once. Confined to one thread. */
final class Findings {
  private final Set<String> problems = new LinkedHashSet<>(); // opening repeats what parts said

  void add(String problem) {
    problems.add(problem);
  }

  void addAll(Collection<String> more) {
    problems.addAll(more);
  }

  /** The part, or a problem. */
  <T> Optional<T> attempt(Supplier<T> part) {
    try {
      return Optional.of(part.get());
    } catch (ModelFolderException
        | SafetensorsException
        | CheckpointException
        | OnnxFileException e) {
      add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  List<String> problems() {
    return List.copyOf(problems);
  }
}
