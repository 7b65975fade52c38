package io.latentmesh.e2e;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.latentmesh.bench.containers.Replica;
import io.latentmesh.cli.repository.Repository;
import io.latentmesh.testcontainers.HealthWaitStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.DockerImageName;

/** One service in its image, as little privileged as it may be. */
final class TierContainer extends GenericContainer<TierContainer> {
  private static final int PORT = 50051;
  private static final int METRICS_PORT = 9464;
  private static final long MEMORY_BYTES = 1L << 30;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Tier tier;
  private final Network network;

  TierContainer(Tier tier, Network network, Map<String, String> environment) {
    super(DockerImageName.parse(Containers.image(tier)));
    this.tier = tier;
    this.network = network;
    withNetwork(network).withNetworkAliases(tier.stage());
    withExposedPorts(PORT, METRICS_PORT).withEnv(environment).withLabels(Containers.LABEL);
    withImagePullPolicy(image -> false);
    withCreateContainerCmdModifier(this::confine);
    waitingFor(new HealthWaitStrategy(PORT).withStartupTimeout(PATIENCE));
  }

  /** Looked up each time: a container that starts again has other ports. */
  String address() {
    return replica().published(PORT);
  }

  String metrics() {
    return "http://" + replica().published(METRICS_PORT) + "/metrics";
  }

  /** The ways to hurt it. */
  Replica replica() {
    return new Replica(getContainerId(), network.getId(), tier.stage());
  }

  /** As an orchestration does it: SIGTERM, time to drain, and a start. */
  void restart() {
    replica().terminate();
    replica().awaitEnd();
    replica().start();
  }

  private void confine(CreateContainerCmd command) {
    HostConfig settings = Objects.requireNonNull(command.getHostConfig());
    settings
        .withReadonlyRootfs(true)
        .withTmpFs(Map.of("/tmp", "rw,noexec,nosuid,nodev,size=16m"))
        .withSecurityOpts(List.of("no-new-privileges"))
        .withCapDrop(Capability.ALL)
        .withMemory(MEMORY_BYTES)
        .withMemorySwap(MEMORY_BYTES);
    if (tier != Tier.ORCHESTRATOR) {
      settings.withBinds(
          new Bind(Repository.demoModel().toString(), new Volume("/models"), AccessMode.ro));
    }
  }
}
