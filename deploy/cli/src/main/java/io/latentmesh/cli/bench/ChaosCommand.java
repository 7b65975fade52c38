package io.latentmesh.cli.bench;

import io.latentmesh.bench.chaos.Chaos;
import io.latentmesh.bench.chaos.ChaosResult;
import io.latentmesh.cli.mesh.MeshPlan;
import io.latentmesh.cli.mesh.Replicas;
import io.latentmesh.cli.repository.Repository;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Breaks processes or containers under load, one after the other. Exit code 1 when an invariant is
 * broken.
 */
@Command(
    name = "chaos",
    description = "Breaks model processes or containers under load; checks every picture.",
    mixinStandardHelpOptions = true)
public final class ChaosCommand implements Callable<Integer> {
  private static final Replicas REPLICAS = new Replicas(2, 3, 2);
  private static final String WHAT =
      "3 denoisers, 2 text encoders, 2 autoencoders and an orchestrator as ";

  @Mixin ReportOptions report = new ReportOptions();

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "50",
      description = "Faults, one after the other (default ${DEFAULT-VALUE}).")
  int episodes = 50;

  @Option(
      names = "--first",
      paramLabel = "K",
      defaultValue = "1",
      description = "Number of the first of them (default ${DEFAULT-VALUE}).")
  int first = 1;

  @Option(
      names = "--containers",
      description = {
        "Containers instead of processes: the newest images of deploy/images/build, with faults of",
        "networks and memory besides. Needs root and a Docker engine on this machine."
      })
  boolean containers;

  @Option(
      names = "--episode",
      paramLabel = "K",
      description = "Only the K-th episode of this seed.")
  @Nullable Integer only;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Of requests and faults (default ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "4",
      description = "Clients that draw at once (default ${DEFAULT-VALUE}).")
  int clients = 4;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "32",
      description = "Different requests (default ${DEFAULT-VALUE}).")
  int requests = 32;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "Where what happens is noted, as JSON lines (default: beside the logs).")
  @Nullable Path history;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("latentmesh-chaos");
    Path file = history == null ? folder.resolve("history.jsonl") : history;
    PrintWriter out = report.spec.commandLine().getOut();
    out.printf("history: %s%nlogs: %s%n", file, folder);
    out.flush();
    var plan = new Chaos.Plan(seed, numbers(), clients, requests, file);
    return containers ? inContainers(folder, plan) : inProcesses(folder, plan);
  }

  private int inProcesses(Path folder, Chaos.Plan plan) throws IOException, InterruptedException {
    var mesh = new MeshPlan(Repository.demoModel(), REPLICAS, 0, Map.of());
    try (MeshProcesses processes = MeshProcesses.start(folder, mesh)) {
      return told(Chaos.run(plan, processes), WHAT + "processes, the demo model", "");
    }
  }

  private int inContainers(Path folder, Chaos.Plan plan) throws IOException, InterruptedException {
    try (MeshContainers mesh = MeshContainers.start(folder, REPLICAS)) {
      String what = WHAT + "containers (images of " + mesh.revision() + "), the demo model";
      return told(Chaos.run(plan, mesh), what, " --containers");
    }
  }

  private int told(ChaosResult result, String what, String options) throws IOException {
    report.tell(result.report(what, options));
    return result.violations().isEmpty() ? 0 : 1;
  }

  private List<Integer> numbers() {
    return only == null ? IntStream.range(first, first + episodes).boxed().toList() : List.of(only);
  }
}
