package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.latentmesh.cli.repository.Repository;
import io.latentmesh.testcontainers.HealthWaitStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.DockerImageName;

/** One service in its image, as little privileged as it may be, and the ways to hurt it. */
final class TierContainer extends GenericContainer<TierContainer> {
  private static final int PORT = 50051;
  private static final int METRICS_PORT = 9464;
  private static final long MEMORY_BYTES = 1L << 30;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int STOP_SECONDS = 60;

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

  String address() {
    return "127.0.0.1:" + getMappedPort(PORT);
  }

  String metrics() {
    return "http://127.0.0.1:" + getMappedPort(METRICS_PORT) + "/metrics";
  }

  /** Sends SIGKILL, and returns when the container has ended. */
  void crash() {
    dockerClient.killContainerCmd(getContainerId()).withSignal("KILL").exec();
    awaitEnd();
  }

  /** Sends SIGTERM, and returns at once. */
  void terminate() {
    dockerClient.killContainerCmd(getContainerId()).withSignal("TERM").exec();
  }

  /** As an orchestration does it: SIGTERM, time to drain, and a start. */
  void restart() {
    dockerClient.stopContainerCmd(getContainerId()).withTimeout(STOP_SECONDS).exec();
    startAgain();
  }

  /** Starts the container that has ended: at another published port, perhaps at another address. */
  void startAgain() {
    dockerClient.startContainerCmd(getContainerId()).exec();
  }

  void pause() {
    dockerClient.pauseContainerCmd(getContainerId()).exec();
  }

  void unpause() {
    dockerClient.unpauseContainerCmd(getContainerId()).exec();
  }

  void leaveNetwork() {
    dockerClient
        .disconnectFromNetworkCmd()
        .withNetworkId(network.getId())
        .withContainerId(getContainerId())
        .withForce(true)
        .exec();
  }

  void joinNetwork() {
    dockerClient
        .connectToNetworkCmd()
        .withNetworkId(network.getId())
        .withContainerId(getContainerId())
        .withContainerNetwork(new ContainerNetwork().withAliases(tier.stage()))
        .exec();
  }

  /** The process as the engine's machine counts it. */
  long pid() {
    return Objects.requireNonNull(state().getPidLong());
  }

  /** Fills what memory the container has left with another JVM, and returns when it was killed. */
  void exhaustMemory() {
    HostTools.preferForOomKill(pid());
    String[] glutton = {
      "/opt/jre/bin/java", "-Xms900m", "-Xmx900m", "-XX:+AlwaysPreTouch", "-version"
    };
    var command =
        dockerClient
            .execCreateCmd(getContainerId())
            .withCmd(glutton)
            .withUser("65532:65532")
            .exec();
    dockerClient
        .execStartCmd(command.getId())
        .withDetach(true)
        .exec(new ResultCallback.Adapter<>());
    awaitEnd();
    assertThat(state().getOOMKilled()).as("ended by the kernel for want of memory").isTrue();
  }

  void awaitEnd() {
    Await.until(() -> !Boolean.TRUE.equals(state().getRunning()));
  }

  /** What the process ended with. */
  long exitCode() {
    return Objects.requireNonNull(state().getExitCodeLong());
  }

  private ContainerState state() {
    return DockerClientFactory.instance()
        .client()
        .inspectContainerCmd(getContainerId())
        .exec()
        .getState();
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
