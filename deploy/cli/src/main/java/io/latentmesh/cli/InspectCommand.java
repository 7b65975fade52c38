package io.latentmesh.cli;

import io.latentmesh.networks.checkpoint.SingleFileOptions;
import io.latentmesh.networks.inspect.ModelReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Says what a model folder or a single-file checkpoint holds and what is wrong with it. Exit code 1
 * when there are problems.
 */
@Command(
    name = "inspect",
    description = "Says what a model is: family, components, parameters, types, hashes, problems.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      description = "A diffusers folder, or a checkpoint in one .safetensors file.")
  Path model = Path.of("");

  @Option(
      names = "--config",
      paramLabel = "DIR",
      description = "For a checkpoint: a diffusers folder whose configs describe it.")
  @Nullable Path config;

  @Option(names = "--json", description = "As JSON.")
  boolean json;

  @Override
  public Integer call() {
    var options = new SingleFileOptions(Optional.empty(), Optional.ofNullable(config));
    ModelReport report = ModelReport.of(model, options);
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? report.toJson() : report.toText());
    out.flush();
    return report.problems().isEmpty() ? 0 : 1;
  }
}
