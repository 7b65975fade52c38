package io.latentmesh.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

/**
 * The services as containers on a network of their own. Each tier goes by its name there, and
 * several replicas by the same one, as behind a headless Service of Kubernetes.
 */
final class ContainerMesh implements MeshUnderTest {
  private final Network network = Containers.network();
  private final Map<String, String> environment = new HashMap<>();
  private final List<TierContainer> unets = new ArrayList<>();
  private final TierContainer textEncoder;
  private final TierContainer vae;
  private final TierContainer orchestrator;

  private ContainerMesh(int unetReplicas, Map<String, String> settings) {
    environment.put("LATENTMESH_SERVER_PLAINTEXT", "true");
    environment.put("LATENTMESH_SERVER_REFLECTION", "true");
    environment.put("LATENTMESH_BATCHING_WARM_UP_TIME", "100ms");
    environment.putAll(settings);
    textEncoder = container(Tier.TEXT_ENCODER);
    vae = container(Tier.VAE);
    orchestrator = container(Tier.ORCHESTRATOR);
    for (Tier tier : List.of(Tier.TEXT_ENCODER, Tier.UNET, Tier.VAE)) {
      String peer = "LATENTMESH_PEERS_" + tier.name() + "_";
      orchestrator.withEnv(peer + "TARGET", "dns:///" + tier.stage() + ":50051");
      orchestrator.withEnv(peer + "PLAINTEXT", "true");
      orchestrator.withEnv(peer + "RESOLVE_EVERY", "1s");
    }
    IntStream.range(0, unetReplicas).forEach(_ -> unets.add(container(Tier.UNET)));
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
   * @param settings environment of every container
   */
  static ContainerMesh start(int unetReplicas, Map<String, String> settings) {
    var mesh = new ContainerMesh(unetReplicas, settings);
    try {
      List<TierContainer> stages = new ArrayList<>(mesh.unets);
      stages.addAll(List.of(mesh.textEncoder, mesh.vae));
      Startables.deepStart(stages).join();
      mesh.orchestrator.start();
      return mesh;
    } catch (RuntimeException failure) {
      mesh.close();
      throw failure;
    }
  }

  /** Adds a denoiser under the name that the others have. */
  TierContainer addUnet() {
    TierContainer added = container(Tier.UNET);
    unets.add(added);
    added.start();
    return added;
  }

  /** Takes away a denoiser that was added. */
  void removeUnet(TierContainer unet) {
    unets.remove(unet);
    unet.stop();
  }

  List<TierContainer> unets() {
    return List.copyOf(unets);
  }

  @Override
  public String address(Tier tier) {
    return running(tier).address();
  }

  @Override
  public String metrics(Tier tier) {
    return running(tier).metrics();
  }

  @Override
  public void kill(Tier tier) {
    running(tier).crash();
  }

  @Override
  public void drain(Tier tier) {
    running(tier).terminate();
  }

  @Override
  public void awaitEnd(Tier tier) {
    running(tier).awaitEnd();
  }

  @Override
  public void close() {
    orchestrator.stop();
    textEncoder.stop();
    vae.stop();
    unets.forEach(TierContainer::stop);
    network.close();
  }

  private TierContainer container(Tier tier) {
    return new TierContainer(tier, network, environment);
  }

  private TierContainer running(Tier tier) {
    return switch (tier) {
      case TEXT_ENCODER -> textEncoder;
      case UNET -> unets.getFirst();
      case VAE -> vae;
      case ORCHESTRATOR -> orchestrator;
    };
  }
}
