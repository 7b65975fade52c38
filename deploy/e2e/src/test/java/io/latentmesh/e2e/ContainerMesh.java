package io.latentmesh.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

/**
 * The services as containers on a network of their own. Each tier goes by its name there, and
 * several replicas by the same one, as behind a headless Service of Kubernetes.
 */
final class ContainerMesh implements MeshUnderTest {
  static final List<Tier> STAGES = List.of(Tier.TEXT_ENCODER, Tier.UNET, Tier.VAE);

  private final Network network = Containers.network();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<Tier, List<TierContainer>> containers = new EnumMap<>(Tier.class);

  private ContainerMesh(int replicas, Map<String, String> settings) {
    environment.put("LATENTMESH_SERVER_PLAINTEXT", "true");
    environment.put("LATENTMESH_SERVER_REFLECTION", "true");
    environment.put("LATENTMESH_BATCHING_WARM_UP_TIME", "100ms");
    environment.putAll(settings);
    TierContainer orchestrator = add(Tier.ORCHESTRATOR);
    for (Tier tier : STAGES) {
      String peer = "LATENTMESH_PEERS_" + tier.name() + "_";
      orchestrator.withEnv(peer + "TARGET", "dns:///" + tier.stage() + ":50051");
      orchestrator.withEnv(peer + "PLAINTEXT", "true");
      orchestrator.withEnv(peer + "RESOLVE_EVERY", "1s");
      for (int replica = 0; replica < replicas; replica++) {
        add(tier);
      }
    }
  }

  /** One container a tier, for the kits: work whose tier has gone waits for it only briefly. */
  static ContainerMesh start(Duration drainTimeout) {
    return start(
        1,
        Map.of(
            "LATENTMESH_SERVER_DRAIN_TIMEOUT", drainTimeout.toSeconds() + "s",
            "LATENTMESH_PEERS_TEXT_ENCODER_FAILOVER_PATIENCE", "3s",
            "LATENTMESH_PEERS_UNET_FAILOVER_PATIENCE", "3s",
            "LATENTMESH_PEERS_VAE_FAILOVER_PATIENCE", "3s"));
  }

  /**
   * All at once.
   *
   * @param replicas of each tier with a model
   * @param settings environment of every container
   */
  static ContainerMesh start(int replicas, Map<String, String> settings) {
    var mesh = new ContainerMesh(replicas, settings);
    try {
      Startables.deepStart(mesh.containers.values().stream().flatMap(List::stream)).join();
      return mesh;
    } catch (RuntimeException failure) {
      mesh.close();
      throw failure;
    }
  }

  /** Starts one more under the name that the others have. */
  TierContainer addReplica(Tier tier) {
    TierContainer added = add(tier);
    added.start();
    return added;
  }

  /** Takes away one that was added. */
  void removeReplica(Tier tier, TierContainer added) {
    replicas(tier).remove(added);
    added.stop();
  }

  /** The containers of a tier, in the order of their start. */
  List<TierContainer> replicas(Tier tier) {
    return containers.computeIfAbsent(tier, _ -> new ArrayList<>());
  }

  @Override
  public String address(Tier tier) {
    return first(tier).address();
  }

  @Override
  public String metrics(Tier tier) {
    return first(tier).metrics();
  }

  @Override
  public void kill(Tier tier) {
    first(tier).replica().kill();
  }

  @Override
  public void drain(Tier tier) {
    first(tier).replica().terminate();
  }

  @Override
  public void awaitEnd(Tier tier) {
    first(tier).replica().awaitEnd();
  }

  @Override
  public void close() {
    containers.values().stream().flatMap(List::stream).parallel().forEach(TierContainer::stop);
    network.close();
  }

  private TierContainer first(Tier tier) {
    return replicas(tier).getFirst();
  }

  private TierContainer add(Tier tier) {
    var container = new TierContainer(tier, network, environment);
    replicas(tier).add(container);
    return container;
  }
}
