package io.latentmesh.cli;

import io.latentmesh.cli.mesh.DownCommand;
import io.latentmesh.cli.mesh.StatusCommand;
import io.latentmesh.cli.mesh.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line's entry. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
    name = "latentmesh",
    description = "Text to pictures by latent diffusion, on a mesh of gRPC services.",
    mixinStandardHelpOptions = true,
    version = "latentmesh 0.1.0",
    subcommands = {
      GenerateCommand.class,
      ReplayCommand.class,
      WatchCommand.class,
      CancelCommand.class,
      UpCommand.class,
      StatusCommand.class,
      DownCommand.class,
      InspectCommand.class,
      TokenizeCommand.class,
      TokenCommand.class,
      BenchCommand.class,
      HelpCommand.class
    },
    footer = {"", "Also: './latentmesh test' runs all tests, './latentmesh build' only builds."})
final class Main {
  private static final String LOG_LEVEL = "LATENTMESH_LOG_LEVEL";

  private Main() {}

  public static void main(String[] arguments) {
    quietUnlessAsked();
    System.exit(commandLine().execute(arguments));
  }

  /** A command's output is its answer: a mesh in this process says only what goes wrong. */
  private static void quietUnlessAsked() {
    if (System.getenv(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "WARN");
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .registerConverter(ImageSize.class, new ImageSize.Converter())
        .setExecutionExceptionHandler(new FailureReport());
  }
}
