package io.latentmesh.cli.bench;

import io.latentmesh.bench.overload.Overload;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Goodput, refusals and recovery at twice the capacity. */
@Command(
    name = "overload",
    description = "Goodput, refusals and recovery at twice the capacity.",
    mixinStandardHelpOptions = true)
public final class OverloadCommand implements Callable<Integer> {
  @Mixin ReportOptions report = new ReportOptions();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long twice the capacity is offered (default ${DEFAULT-VALUE}).")
  int seconds = 30;

  @Option(
      names = "--deadline-millis",
      paramLabel = "MS",
      defaultValue = "2000",
      description = "Deadline of each request (default ${DEFAULT-VALUE}).")
  int deadlineMillis = 2000;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Of the arrivals (default ${DEFAULT-VALUE}).")
  long seed = 1;

  @Override
  public Integer call() throws Exception {
    var plan =
        new Overload.Plan(Duration.ofSeconds(seconds), Duration.ofMillis(deadlineMillis), seed);
    report.tell(Overload.run(plan).report());
    return 0;
  }
}
