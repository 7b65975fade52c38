package io.latentmesh.cli;

import io.latentmesh.bench.MeshTax;
import io.latentmesh.bench.MeshTaxResult;
import io.latentmesh.cli.mesh.LocalMesh;
import io.latentmesh.cli.mesh.MeshPlan;
import io.latentmesh.cli.mesh.MeshState;
import io.latentmesh.cli.repository.Repository;
import io.latentmesh.standalone.Standalone;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the product on this machine. */
@Command(
    name = "bench",
    description = "Measures the mesh on this machine.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Runnable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Spec CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "tax",
      description = "Time and bytes per step: plain calls, one process and four.",
      mixinStandardHelpOptions = true)
  int tax(
      @Option(
              names = "--rounds",
              defaultValue = "50",
              description = "Images per contender (default ${DEFAULT-VALUE}).")
          int rounds,
      @Option(
              names = "--model",
              paramLabel = "DIR",
              description = "A diffusers folder (default: the demo model).")
          @Nullable Path model,
      @Option(names = "--result", paramLabel = "FILE", description = "Also write the result here.")
          @Nullable Path result)
      throws IOException {
    Path folder = model == null ? Repository.demoModel() : model;
    MeshTaxResult reading = measure(folder, rounds);
    PrintWriter out = spec.commandLine().getOut();
    out.print(reading.text());
    out.flush();
    if (result != null) {
      reading.write(result, Repository.root());
    }
    return 0;
  }

  private static MeshTaxResult measure(Path folder, int rounds) throws IOException {
    var plan = new MeshPlan(folder, 1, 0, Map.of());
    MeshState four = LocalMesh.start(Files.createTempDirectory("latentmesh-bench"), plan, PATIENCE);
    try (Standalone one = Standalone.start(folder)) {
      return MeshTax.run(
          new MeshTax.Contenders(folder, one.address(), four.orchestrator().address()), rounds);
    } finally {
      LocalMesh.end(four.processes());
    }
  }
}
