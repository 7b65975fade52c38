package io.latentmesh.cli;

import io.latentmesh.bench.batching.BatchingBench;
import io.latentmesh.bench.batching.BatchingResult;
import io.latentmesh.cli.repository.Repository;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares batching policies on kept and measured batch curves. */
@Command(
    name = "batching",
    description = "Batching policies in virtual time: rates that are in time, p50 and p99.",
    mixinStandardHelpOptions = true)
final class BatchingCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--requests",
      defaultValue = "6000",
      description = "Requests of each run (default ${DEFAULT-VALUE}).")
  int requests;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the arrivals (default ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A diffusers folder whose curve is measured (default: the demo model).")
  @Nullable Path model;

  @Option(
      names = "--result",
      paramLabel = "FILE",
      description = "Also write the tables here, and all readings beside it as .csv.")
  @Nullable Path result;

  @Option(names = "--plot", paramLabel = "PNG", description = "Also draw the readings.")
  @Nullable Path plot;

  @Override
  public Integer call() throws IOException {
    BatchingResult found = BatchingBench.run(plan());
    PrintWriter out = spec.commandLine().getOut();
    out.print(found.text());
    out.flush();
    if (result != null) {
      String command =
          "./latentmesh bench batching --requests %d --seed %d".formatted(requests, seed);
      found.write(result, command, Repository.root());
    }
    if (plot != null) {
      found.draw(plot);
    }
    return 0;
  }

  private BatchingBench.Plan plan() {
    Path curves = Repository.root().resolve("deploy/bench/curves");
    Path folder = model == null ? Repository.demoModel() : model;
    return new BatchingBench.Plan(folder, curves, requests, seed);
  }
}
