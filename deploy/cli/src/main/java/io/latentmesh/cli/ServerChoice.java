package io.latentmesh.cli;

import io.latentmesh.cli.model.ModelChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who answers a command: a running server, or a mesh of its own with a model. */
final class ServerChoice {
  @Mixin ModelChoice model = new ModelChoice();

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "A running orchestrator; without it a mesh is started for the call.")
  @Nullable String server;

  @Mixin Connection connection = new Connection();

  ImageServer open() {
    return ImageServer.open(server, model, connection);
  }
}
