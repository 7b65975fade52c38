package io.latentmesh.e2e;

import io.latentmesh.testcontainers.ContainerTests;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.containers.Network;

/**
 * Where the tests with containers get their images and their network, and why they may have to be
 * skipped.
 */
final class Containers {
  /** On every container of the tests, so that what a killed test left behind can be found. */
  static final Map<String, String> LABEL = Map.of("io.latentmesh.tests", "container");

  private static final String VERSION = System.getProperty("latentmesh.version", "none");

  private Containers() {}

  /** Why the tests cannot run, or that they were not asked for; empty if they are to run. */
  static Optional<String> obstacle() {
    if (!Boolean.getBoolean("latentmesh.containers")) {
      return Optional.of("needs -Dlatentmesh.containers=true, and images built from this source");
    }
    return ContainerTests.obstacle(Arrays.stream(Tier.values()).map(Containers::image).toList());
  }

  static String image(Tier tier) {
    String service = tier == Tier.ORCHESTRATOR ? tier.stage() : tier.stage() + "-svc";
    return "latentmesh/" + service + ":" + VERSION;
  }

  /** A network whose containers publish their ports on loopback only. */
  static Network network() {
    return Network.builder()
        .createNetworkCmdModifier(command ->
            command
                .withOptions(Map.of("com.docker.network.bridge.host_binding_ipv4", "127.0.0.1"))
                .withLabels(LABEL))
        .build();
  }
}
