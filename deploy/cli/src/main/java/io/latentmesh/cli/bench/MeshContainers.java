package io.latentmesh.cli.bench;

import io.latentmesh.bench.Pause;
import io.latentmesh.bench.chaos.Fault;
import io.latentmesh.bench.chaos.Injury;
import io.latentmesh.bench.chaos.Processes;
import io.latentmesh.bench.containers.ContainerFaults;
import io.latentmesh.bench.containers.Docker;
import io.latentmesh.bench.containers.Replica;
import io.latentmesh.cli.mesh.Health;
import io.latentmesh.cli.mesh.Replicas;
import io.latentmesh.cli.mesh.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A mesh of containers on a network of its own. Replicas of a tier share its name there, as behind
 * a headless Service.
 */
final class MeshContainers implements Processes {
  private static final Duration TO_SERVE = Duration.ofMinutes(3);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final int PORT = 50051;
  private static final int METRICS_PORT = 9464;

  private final Path logs;
  private final ContainerPlan plan;
  private final Replica orchestrator;
  private final String address;
  private final String metrics;
  private final Map<String, Replica> models = new ConcurrentSkipListMap<>();
  private final AtomicBoolean removed = new AtomicBoolean();

  private MeshContainers(Path logs, ContainerPlan plan) {
    this.logs = logs;
    this.plan = plan;
    orchestrator = run(Tier.ORCHESTRATOR);
    // Asked for once, since nothing happens to this one.
    address = orchestrator.published(PORT);
    metrics = metrics(orchestrator);
  }

  /** Starts a mesh and returns when it serves; {@code logs} gets what it has logged, at the end. */
  static MeshContainers start(Path logs, Replicas replicas) {
    ContainerPlan plan = ContainerPlan.of("latentmesh-chaos-" + ProcessHandle.current().pid());
    Docker.run("network", "create", "--label", Docker.LABEL, plan.network());
    var mesh = new MeshContainers(logs, plan);
    // However the benchmark ends: nobody else knows of these models.
    Runtime.getRuntime().addShutdownHook(new Thread(mesh::remove, "end-of-mesh"));
    mesh.add(Tier.TEXT_ENCODER, replicas.textEncoder());
    mesh.add(Tier.UNET, replicas.unet());
    mesh.add(Tier.VAE, replicas.vae());
    mesh.all().forEach(MeshContainers::awaitServing);
    return mesh;
  }

  /** What the images say that they were built of. */
  String revision() {
    return plan.revision();
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public String orchestratorMetrics() {
    return metrics;
  }

  @Override
  public List<String> denoiserMetrics() {
    return names(Tier.UNET).map(name -> metrics(container(name))).toList();
  }

  @Override
  public List<List<String>> tiers() {
    return Stream.of(Tier.UNET, Tier.TEXT_ENCODER, Tier.VAE)
        .map(tier -> names(tier).toList())
        .toList();
  }

  @Override
  public List<Fault.Kind> kinds() {
    return ContainerFaults.KINDS;
  }

  @Override
  public Injury hurt(Fault.Kind kind, String name) {
    Replica replica = container(name);
    Injury injury = ContainerFaults.inflict(kind, replica);
    return () -> {
      injury.close();
      awaitServing(replica);
    };
  }

  @Override
  public void close() {
    models.forEach(this::keepLog);
    keepLog(Tier.ORCHESTRATOR.label(), orchestrator);
    remove();
  }

  private void remove() {
    if (!removed.getAndSet(true)) {
      all().forEach(each -> Docker.run("rm", "--force", "--volumes", each.id()));
      Docker.run("network", "rm", plan.network());
    }
  }

  private void add(Tier tier, int count) {
    IntStream.rangeClosed(1, count)
        .forEach(number -> models.put(tier.label() + "-" + number, run(tier)));
  }

  private Stream<Replica> all() {
    return Stream.concat(Stream.of(orchestrator), models.values().stream());
  }

  private Replica run(Tier tier) {
    return new Replica(Docker.run(plan.start(tier)), plan.network(), tier.label());
  }

  private Stream<String> names(Tier tier) {
    return models.keySet().stream().filter(name -> name.startsWith(tier.label() + "-"));
  }

  private Replica container(String name) {
    Replica container = models.get(name);
    if (container == null) {
      throw new IllegalArgumentException("no container '" + name + "' among " + models.keySet());
    }
    return container;
  }

  private static String metrics(Replica container) {
    return "http://" + container.published(METRICS_PORT) + "/metrics";
  }

  private static void awaitServing(Replica container) {
    long deadline = System.nanoTime() + TO_SERVE.toNanos();
    while (!Health.of(container.published(PORT)).equals("SERVING")) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("%s does not serve again".formatted(container));
      }
      Pause.until(System.nanoTime() + LOOK_AGAIN.toNanos());
    }
  }

  private void keepLog(String name, Replica container) {
    try {
      Files.writeString(logs.resolve(name + ".log"), container.log());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
