package io.latentmesh.bench.containers;

import io.latentmesh.bench.HostCommand;
import java.util.ArrayList;
import java.util.List;

/** The engine's command line. Any thread. */
public final class Docker {
  /** On everything that is started here and by the tests, so that leftovers can be found. */
  public static final String LABEL = "io.latentmesh.tests=container";

  private Docker() {}

  /**
   * Runs {@code docker} with these arguments and returns what it says.
   *
   * @throws IllegalStateException when it fails, with its message
   */
  public static String run(String... arguments) {
    return run(List.of(arguments));
  }

  /** The same with a list. */
  public static String run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(arguments);
    return HostCommand.run(command);
  }
}
