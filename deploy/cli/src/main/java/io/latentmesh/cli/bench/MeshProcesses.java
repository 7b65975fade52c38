package io.latentmesh.cli.bench;

import io.latentmesh.bench.HostCommand;
import io.latentmesh.bench.Pause;
import io.latentmesh.bench.abuse.MeshService;
import io.latentmesh.bench.abuse.Victim;
import io.latentmesh.bench.chaos.Fault;
import io.latentmesh.bench.chaos.Injury;
import io.latentmesh.bench.chaos.Processes;
import io.latentmesh.bench.resources.ServedProcess;
import io.latentmesh.cli.mesh.Health;
import io.latentmesh.cli.mesh.LocalMesh;
import io.latentmesh.cli.mesh.MeshPlan;
import io.latentmesh.cli.mesh.MeshProcess;
import io.latentmesh.cli.mesh.MeshState;
import io.latentmesh.cli.mesh.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A mesh of real processes that were started here, and signals to them. A process id is signalled
 * only while it is that of the process that was started.
 */
final class MeshProcesses implements Processes {
  private static final Duration TO_START = Duration.ofMinutes(5);
  private static final Duration TO_SERVE = Duration.ofMinutes(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Path folder;
  private final MeshProcess orchestrator;
  private final Map<String, MeshProcess> models = new ConcurrentSkipListMap<>();

  private MeshProcesses(Path folder, MeshState mesh) {
    this.folder = folder;
    this.orchestrator = mesh.orchestrator();
    mesh.processes().stream()
        .filter(process -> Tier.of(process) != Tier.ORCHESTRATOR)
        .forEach(process -> models.put(process.name(), process));
  }

  /** Starts a mesh and returns when it serves; {@code folder} gets settings and logs. */
  static MeshProcesses start(Path folder, MeshPlan plan) throws IOException {
    var processes = new MeshProcesses(folder, LocalMesh.start(folder, plan, TO_START));
    Runtime.getRuntime().addShutdownHook(new Thread(processes::killAll, "end-of-mesh"));
    return processes;
  }

  @Override
  public String address() {
    return orchestrator.address();
  }

  @Override
  public String orchestratorMetrics() {
    return orchestrator.metrics();
  }

  @Override
  public List<String> denoiserMetrics() {
    return of(Tier.UNET).map(MeshProcess::metrics).toList();
  }

  @Override
  public List<List<String>> tiers() {
    return Stream.of(Tier.UNET, Tier.TEXT_ENCODER, Tier.VAE)
        .map(tier -> of(tier).map(MeshProcess::name).toList())
        .toList();
  }

  @Override
  public List<Fault.Kind> kinds() {
    return List.of(Fault.Kind.KILL, Fault.Kind.FREEZE, Fault.Kind.DRAIN);
  }

  @Override
  public Injury hurt(Fault.Kind kind, String name) {
    return switch (kind) {
      case KILL -> ended(name, ProcessHandle::destroyForcibly);
      case DRAIN -> ended(name, ProcessHandle::destroy);
      case FREEZE -> {
        signal("STOP", running(name));
        yield () -> signal("CONT", running(name));
      }
      case PARTITION, RESET, BLACKHOLE, LATENCY, LOSS, NARROW, OUT_OF_MEMORY ->
          throw new IllegalArgumentException(kind + ": only a container can be hurt like that");
    };
  }

  private Injury ended(String name, Predicate<ProcessHandle> end) {
    ProcessHandle running = running(name);
    boolean _ = end.test(running);
    running.onExit().join();
    return () -> restart(name);
  }

  private void restart(String name) {
    try {
      MeshProcess started = LocalMesh.restart(folder, process(name));
      models.put(name, started);
      awaitServing(started);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    LocalMesh.end(all().toList());
  }

  /** The processes that run now, in the order of their names; the orchestrator is the last. */
  List<ServedProcess> served() {
    return all().map(MeshProcesses::served).toList();
  }

  /** The same, as those whom bad calls are made to. */
  List<Victim> victims() {
    return all()
        .map(process ->
            new Victim(
                MeshService.valueOf(Tier.of(process).name()),
                process.address(),
                process.metrics(),
                Optional.of(served(process))))
        .toList();
  }

  /** However the benchmark ends, a frozen process hears nothing gentler. */
  private void killAll() {
    all().flatMap(process -> process.handle().stream()).forEach(ProcessHandle::destroyForcibly);
  }

  private void awaitServing(MeshProcess process) {
    long deadline = System.nanoTime() + TO_SERVE.toNanos();
    while (!Health.of(process.address()).equals("SERVING")) {
      if (process.handle().isEmpty() || System.nanoTime() > deadline) {
        throw new IllegalStateException(
            process.name() + " does not serve again; see " + process.log());
      }
      Pause.until(System.nanoTime() + LOOK_AGAIN.toNanos());
    }
  }

  private static ServedProcess served(MeshProcess process) {
    return new ServedProcess(process.name(), process.pid(), process.metrics());
  }

  /** In the order of their names; the orchestrator is the last. */
  private Stream<MeshProcess> all() {
    return Stream.concat(models.values().stream(), Stream.of(orchestrator));
  }

  private Stream<MeshProcess> of(Tier tier) {
    return models.values().stream().filter(process -> Tier.of(process) == tier);
  }

  private MeshProcess process(String name) {
    MeshProcess process = models.get(name);
    if (process == null) {
      throw new IllegalArgumentException("no process '" + name + "' among " + models.keySet());
    }
    return process;
  }

  private ProcessHandle running(String name) {
    return process(name)
        .handle()
        .orElseThrow(() -> new IllegalStateException(name + " has ended by itself"));
  }

  private static void signal(String signal, ProcessHandle process) {
    HostCommand.run(List.of("kill", "-" + signal, String.valueOf(process.pid())));
  }
}
