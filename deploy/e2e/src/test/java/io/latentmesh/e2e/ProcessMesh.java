package io.latentmesh.e2e;

import io.latentmesh.cli.mesh.LocalMesh;
import io.latentmesh.cli.mesh.MeshPlan;
import io.latentmesh.cli.mesh.MeshProcess;
import io.latentmesh.cli.mesh.MeshState;
import io.latentmesh.cli.mesh.Replicas;
import io.latentmesh.cli.repository.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** Four processes, started as {@code latentmesh up} starts them. */
final class ProcessMesh implements MeshUnderTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** A tier that a test kills does not come back: nothing is won by waiting for it for long. */
  private static final Map<String, String> ORCHESTRATOR =
      Map.of(
          "latentmesh.peers.text-encoder.failover.patience", "5s",
          "latentmesh.peers.unet.failover.patience", "5s",
          "latentmesh.peers.vae.failover.patience", "5s");

  private final MeshState mesh;

  private ProcessMesh(MeshState mesh) {
    this.mesh = mesh;
  }

  static ProcessMesh start(Duration drainTimeout) throws IOException {
    var plan =
        new MeshPlan(
            Repository.demoModel(),
            Replicas.SINGLE,
            0,
            Map.of(
                "latentmesh.server.drain-timeout",
                drainTimeout.toSeconds() + "s",
                "latentmesh.server.reflection",
                "true"),
            Map.of(),
            ORCHESTRATOR);
    return new ProcessMesh(
        LocalMesh.start(Files.createTempDirectory("latentmesh-e2e"), plan, PATIENCE));
  }

  @Override
  public String address(Tier tier) {
    return process(tier).address();
  }

  @Override
  public String metrics(Tier tier) {
    return process(tier).metrics();
  }

  /** The lines that a tier has logged so far. */
  Stream<String> log(Tier tier) {
    try {
      return Files.readAllLines(Path.of(process(tier).log())).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void kill(Tier tier) {
    process(tier).handle().ifPresent(ProcessHandle::destroyForcibly);
    awaitEnd(tier);
  }

  @Override
  public void drain(Tier tier) {
    process(tier).handle().ifPresent(ProcessHandle::destroy);
  }

  @Override
  public void awaitEnd(Tier tier) {
    process(tier).handle().ifPresent(running -> running.onExit().join());
  }

  @Override
  public void close() {
    LocalMesh.end(mesh.processes());
  }

  private MeshProcess process(Tier tier) {
    return mesh.processes().stream()
        .filter(process -> process.name().startsWith(tier.stage()))
        .findFirst()
        .orElseThrow();
  }
}
