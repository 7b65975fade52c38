package io.latentmesh.cli.bench;

import io.latentmesh.bench.MeshTax;
import io.latentmesh.bench.MeshTaxResult;
import io.latentmesh.bench.Report;
import io.latentmesh.bench.idle.DeviceIdle;
import io.latentmesh.cli.mesh.LocalMesh;
import io.latentmesh.cli.mesh.MeshPlan;
import io.latentmesh.cli.mesh.MeshState;
import io.latentmesh.cli.repository.Repository;
import io.latentmesh.standalone.Standalone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Time and bytes per step: plain calls, one process, four; and around a stub device. */
@Command(
    name = "tax",
    description =
        "Time and bytes per step: plain calls, one process, four; and around a stub device.",
    mixinStandardHelpOptions = true)
public final class TaxCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Mixin ReportOptions report = new ReportOptions();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "50",
      description = "Images per contender (default ${DEFAULT-VALUE}).")
  int rounds = 50;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "8",
      description = "Window per load of the stub device, at most 8 (default ${DEFAULT-VALUE}).")
  int seconds = 8;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A diffusers folder (default: the demo model).")
  @Nullable Path model;

  @Override
  public Integer call() throws Exception {
    Report device = DeviceIdle.run(Duration.ofSeconds(seconds)).report();
    report.tell(measure(model == null ? Repository.demoModel() : model).report().with(device));
    return 0;
  }

  private MeshTaxResult measure(Path folder) throws IOException {
    MeshState four =
        LocalMesh.start(
            Files.createTempDirectory("latentmesh-bench"), MeshPlan.of(folder), PATIENCE);
    try (Standalone one = Standalone.start(folder)) {
      return MeshTax.run(
          new MeshTax.Contenders(folder, one.address(), four.orchestrator().address()), rounds);
    } finally {
      LocalMesh.end(four.processes());
    }
  }
}
