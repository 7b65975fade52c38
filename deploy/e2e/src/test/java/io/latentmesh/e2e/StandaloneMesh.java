package io.latentmesh.e2e;

import io.latentmesh.cli.repository.Repository;
import io.latentmesh.serving.model.ModelServer;
import io.latentmesh.standalone.Standalone;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * All services in this JVM. A crash cannot be had in one's own process: a tier is killed by
 * draining it without patience.
 */
final class StandaloneMesh implements MeshUnderTest {
  private final Standalone mesh;
  private final Map<Tier, Thread> ending = new EnumMap<>(Tier.class);

  private StandaloneMesh(Standalone mesh) {
    this.mesh = mesh;
  }

  static StandaloneMesh start(Duration drainTimeout) {
    return start(drainTimeout, Map.of());
  }

  /**
   * A mesh with more to say.
   *
   * @param more settings by full name
   */
  static StandaloneMesh start(Duration drainTimeout, Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "latentmesh.server.drain-timeout",
                drainTimeout.toSeconds() + "s",
                "latentmesh.server.reflection",
                "true",
                "latentmesh.peers.text-encoder.failover.patience",
                "3s",
                "latentmesh.peers.unet.failover.patience",
                "3s",
                "latentmesh.peers.vae.failover.patience",
                "3s"));
    settings.putAll(more);
    return new StandaloneMesh(Standalone.start(Repository.demoModel(), settings));
  }

  @Override
  public String address(Tier tier) {
    return "127.0.0.1:"
        + (tier == Tier.ORCHESTRATOR ? mesh.orchestrator().port() : stage(tier).port());
  }

  @Override
  public String metrics(Tier tier) {
    int port =
        tier == Tier.ORCHESTRATOR ? mesh.orchestrator().metricsPort() : stage(tier).metricsPort();
    return "http://127.0.0.1:" + port + "/metrics";
  }

  @Override
  public void kill(Tier tier) {
    drain(tier);
    awaitEnd(tier);
  }

  @Override
  public void drain(Tier tier) {
    Runnable drain = tier == Tier.ORCHESTRATOR ? mesh.orchestrator()::drain : stage(tier)::drain;
    ending.put(tier, Thread.ofPlatform().name("drain-" + tier.stage()).start(drain));
  }

  @Override
  public void awaitEnd(Tier tier) {
    try {
      Thread thread = ending.get(tier);
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    mesh.close();
  }

  private ModelServer stage(Tier tier) {
    return switch (tier) {
      case TEXT_ENCODER -> mesh.textEncoder();
      case UNET -> mesh.unet();
      case VAE -> mesh.vae();
      case ORCHESTRATOR -> throw new IllegalArgumentException("no stage: " + tier);
    };
  }
}
