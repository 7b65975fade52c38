package io.latentmesh.cli.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Starts the processes of a mesh on the loopback interface and waits until it serves. If any of
 * them ends before that, all are ended and the reason is what it said last.
 */
public final class LocalMesh {
  private static final String HOST = "127.0.0.1";
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int LAST_LINES = 5;

  private final MeshFolder folder;
  private final List<MeshProcess> started = new ArrayList<>();

  private LocalMesh(MeshFolder folder) {
    this.folder = folder;
  }

  /**
   * Starts a mesh and returns when all of it is SERVING. The state file is there from the moment
   * that the processes are, so that an interrupted start can be ended; a failed one leaves none.
   *
   * @param state folder for logs, settings and the state file; created if absent
   * @throws IllegalStateException if a process ends early or the mesh does not serve within {@code
   *     patience}
   */
  public static MeshState start(Path state, MeshPlan plan, Duration patience) throws IOException {
    var mesh = new LocalMesh(new MeshFolder(Files.createDirectories(state)));
    try {
      return mesh.start(plan, System.nanoTime() + patience.toNanos());
    } catch (IOException | RuntimeException failure) {
      end(mesh.started);
      Files.deleteIfExists(mesh.folder.state());
      throw failure;
    }
  }

  /**
   * Asks each process to drain, last started first, and waits for it: a peer is there as long as
   * somebody may call it.
   */
  public static void end(List<MeshProcess> processes) {
    for (MeshProcess process : processes.reversed()) {
      process.handle().ifPresent(ProcessHandle::destroy);
      process.handle().ifPresent(running -> running.onExit().join());
    }
  }

  /**
   * Starts a process that has ended, with the settings and ports that it had; returns at once.
   *
   * @param state the folder that the mesh was started in
   */
  public static MeshProcess restart(Path state, MeshProcess ended) throws IOException {
    var folder = new MeshFolder(state);
    ProcessHandle process =
        JavaProcesses.start(
                Tier.of(ended).mainClass(), folder.settings(ended.name()), folder.log(ended.name()))
            .toHandle();
    return new MeshProcess(
        ended.name(),
        process.pid(),
        startMillis(process),
        ended.address(),
        ended.metrics(),
        ended.log());
  }

  private MeshState start(MeshPlan plan, long deadline) throws IOException {
    FreePorts ports = FreePorts.find(2 * plan.replicas().total());
    Map<String, String> model =
        with(
            with(plan.settings(), plan.modelSettings()),
            Map.of("latentmesh.model.path", plan.model().toString()));
    Map<String, String> peers = new TreeMap<>();
    for (Tier tier : List.of(Tier.UNET, Tier.TEXT_ENCODER, Tier.VAE)) {
      List<String> addresses = new ArrayList<>();
      for (String name : names(tier, plan.replicas().of(tier))) {
        addresses.add(start(new Program(name, tier, ports.next(), ports.next()), model));
      }
      peers.put(
          "latentmesh.peers." + tier.label() + ".target",
          "static:///" + String.join(",", addresses));
    }
    int port = plan.port() == 0 ? ports.next() : plan.port();
    start(
        new Program(Tier.ORCHESTRATOR.label(), Tier.ORCHESTRATOR, port, ports.next()),
        with(with(plan.settings(), plan.orchestratorSettings()), peers));
    var state = new MeshState(plan.model().toString(), started);
    state.write(folder);
    awaitServing(deadline);
    return state;
  }

  /** Denoisers are always numbered: they are the tier that is scaled. */
  private static List<String> names(Tier tier, int replicas) {
    if (replicas == 1 && tier != Tier.UNET) {
      return List.of(tier.label());
    }
    return IntStream.rangeClosed(1, replicas)
        .mapToObj(replica -> tier.label() + "-" + replica)
        .toList();
  }

  /** A program to start, with the ports that it gets. */
  private record Program(String name, Tier tier, int port, int metricsPort) {}

  private String start(Program program, Map<String, String> settings) throws IOException {
    Path file = folder.settings(program.name());
    write(
        file,
        with(
            settings,
            Map.of(
                "latentmesh.server.host", HOST,
                "latentmesh.server.port", String.valueOf(program.port()),
                "latentmesh.server.metrics-port", String.valueOf(program.metricsPort()))));
    Path log = folder.log(program.name());
    Files.deleteIfExists(log);
    ProcessHandle process = JavaProcesses.start(program.tier().mainClass(), file, log).toHandle();
    String address = HOST + ":" + program.port();
    String metrics = "http://" + HOST + ":" + program.metricsPort() + "/metrics";
    started.add(
        new MeshProcess(
            program.name(), process.pid(), startMillis(process), address, metrics, log.toString()));
    return address;
  }

  private static long startMillis(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private void awaitServing(long deadline) throws IOException {
    while (!started.stream().allMatch(process -> Health.of(process.address()).equals("SERVING"))) {
      for (MeshProcess process : started) {
        if (process.handle().isEmpty()) {
          throw new IllegalStateException(
              process.name()
                  + " ended before it served; its log ends with:\n"
                  + lastLines(process));
        }
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the mesh does not serve in time; see the logs in " + folder.root());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static String lastLines(MeshProcess process) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(process.log()));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  private static Map<String, String> with(Map<String, String> settings, Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(settings);
    all.putAll(more);
    return all;
  }

  private static void write(Path file, Map<String, String> settings) throws IOException {
    var properties = new Properties();
    properties.putAll(settings);
    try (var writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
  }
}
