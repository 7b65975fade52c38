package io.latentmesh.networks.graph;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Tensors that a network needs are missing from its file, or have another shape or type. */
public final class WeightsException extends RuntimeException {
  private static final int LISTED = 10;

  private final List<String> problems;

  WeightsException(Path file, List<String> problems) {
    super(message(file, problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence per tensor: its name, what was expected, what was found. */
  public List<String> problems() {
    return problems;
  }

  private static String message(Path file, List<String> problems) {
    String listed = problems.stream().limit(LISTED).collect(Collectors.joining("; "));
    String rest =
        problems.size() > LISTED ? "; and %d more".formatted(problems.size() - LISTED) : "";
    return "%s: %d tensors do not fit the configuration: %s%s"
        .formatted(file, problems.size(), listed, rest);
  }
}
