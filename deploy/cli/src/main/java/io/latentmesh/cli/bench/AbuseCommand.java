package io.latentmesh.cli.bench;

import io.latentmesh.bench.abuse.Abuse;
import io.latentmesh.bench.abuse.AbuseResult;
import io.latentmesh.cli.mesh.MeshPlan;
import io.latentmesh.cli.repository.Repository;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Bad calls against four processes. Exit code 1 when one ended as none may. */
@Command(
    name = "abuse",
    description = "Makes bad calls against four processes; checks every ending, and the mesh.",
    mixinStandardHelpOptions = true)
public final class AbuseCommand implements Callable<Integer> {
  private static final long TOLD_EVERY = 10_000;

  /**
   * What may be kept is kept soon: a leak would hide behind memory that is still being filled. And
   * what may be asked for is little: a number that a bad call has by chance would else be drawn for
   * minutes, and fewer calls be made.
   */
  private static final Map<String, String> SMALL =
      Map.of(
          "latentmesh.jobs.max-bytes", "8388608",
          "latentmesh.jobs.keep", "1m",
          "latentmesh.text-cache.max-bytes", "4194304",
          "latentmesh.limits.max-steps", "4",
          "latentmesh.limits.max-images", "2",
          "latentmesh.limits.max-side-pixels", "64");

  @Mixin ReportOptions report = new ReportOptions();

  @Option(
      names = "--calls",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Bad calls (default ${DEFAULT-VALUE}).")
  long calls = 1_000_000;

  @Option(
      names = "--first",
      paramLabel = "N",
      defaultValue = "0",
      description = "Number of the first one (default ${DEFAULT-VALUE}).")
  long first;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Of the calls (default ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "8",
      description = "Clients that call at once (default ${DEFAULT-VALUE}).")
  int clients = 8;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "600",
      description = "Make no more calls after so long (default ${DEFAULT-VALUE}).")
  int minutes = 600;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("latentmesh-abuse");
    PrintWriter out = report.spec.commandLine().getOut();
    out.printf("logs: %s%n", folder);
    out.flush();
    var plan =
        new Abuse.Plan(seed, first, calls, clients, Duration.ofMinutes(minutes), n -> tell(out, n));
    try (MeshProcesses processes =
        MeshProcesses.start(folder, MeshPlan.edge(Repository.demoModel(), SMALL))) {
      AbuseResult result = Abuse.run(plan, processes.victims());
      report.tell(result.report());
      return result.faults().isEmpty() ? 0 : 1;
    }
  }

  private static void tell(PrintWriter out, long number) {
    if (number % TOLD_EVERY == 0) {
      out.printf("call %d%n", number);
      out.flush();
    }
  }
}
