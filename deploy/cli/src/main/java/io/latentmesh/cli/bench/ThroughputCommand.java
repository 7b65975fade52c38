package io.latentmesh.cli.bench;

import io.latentmesh.bench.throughput.Throughput;
import io.latentmesh.cli.repository.Repository;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Images per second at 1, 4, 16, 64 in flight, batching on and off. */
@Command(
    name = "throughput",
    description = "Images per second at 1, 4, 16, 64 in flight, batching on and off.",
    mixinStandardHelpOptions = true)
public final class ThroughputCommand implements Callable<Integer> {
  @Mixin ReportOptions report = new ReportOptions();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "2",
      description = "Blocks per contender and number in flight (default ${DEFAULT-VALUE}).")
  int rounds = 2;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20",
      description = "Sampling steps per image (default ${DEFAULT-VALUE}).")
  int steps = 20;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A diffusers folder (default: the demo model).")
  @Nullable Path model;

  @Override
  public Integer call() throws Exception {
    Path folder = model == null ? Repository.demoModel() : model;
    report.tell(Throughput.run(new Throughput.Plan(folder, steps, rounds)).report());
    return 0;
  }
}
