package io.latentmesh.cli.bench;

import io.latentmesh.bench.Goal;
import io.latentmesh.bench.Report;
import io.latentmesh.bench.soak.Soak;
import io.latentmesh.cli.mesh.MeshPlan;
import io.latentmesh.cli.repository.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Works for long at less than capacity. Exit code 1 when a call failed or something grew. */
@Command(
    name = "soak",
    description = "Works for long at less than capacity; reads what each process holds.",
    mixinStandardHelpOptions = true)
public final class SoakCommand implements Callable<Integer> {
  /** What may be kept is full before the second quarter, so that growth is a leak. */
  private static final Map<String, String> SMALL =
      Map.of(
          "latentmesh.jobs.max-bytes", "4194304",
          "latentmesh.jobs.keep", "1m",
          "latentmesh.text-cache.max-bytes", "2097152");

  @Mixin ReportOptions report = new ReportOptions();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long (default ${DEFAULT-VALUE}).")
  int minutes = 30;

  @Option(
      names = "--load",
      paramLabel = "SHARE",
      defaultValue = "0.7",
      description = "Of the capacity, which is measured first (default ${DEFAULT-VALUE}).")
  double load = 0.7;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Requests per second, instead of a share of the capacity.")
  @Nullable Double rate;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Of arrivals and requests (default ${DEFAULT-VALUE}).")
  long seed = 1;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("latentmesh-soak");
    var plan =
        new Soak.Plan(
            Duration.ofMinutes(minutes),
            load,
            rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
            seed);
    var mesh = MeshPlan.edge(Repository.demoModel(), SMALL);
    try (MeshProcesses processes = MeshProcesses.start(folder, mesh)) {
      Report told = Soak.run(plan, processes.address(), processes.served()).report();
      report.tell(told);
      return told.goals().stream().allMatch(Goal::reached) ? 0 : 1;
    }
  }
}
