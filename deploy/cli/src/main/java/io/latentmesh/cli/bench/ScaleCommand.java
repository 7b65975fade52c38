package io.latentmesh.cli.bench;

import io.latentmesh.bench.scale.Scale;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Throughput while replicas come and go. */
@Command(
    name = "scale",
    description = "Throughput while replicas come and go.",
    mixinStandardHelpOptions = true)
public final class ScaleCommand implements Callable<Integer> {
  @Mixin ReportOptions report = new ReportOptions();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "15",
      description = "Window per number of replicas (default ${DEFAULT-VALUE}).")
  int seconds = 15;

  @Override
  public Integer call() throws Exception {
    report.tell(Scale.run(Duration.ofSeconds(seconds)).report());
    return 0;
  }
}
