package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.latentmesh.bench.chaos.Fault;
import io.latentmesh.bench.chaos.Injury;
import io.latentmesh.bench.containers.ContainerFaults;
import io.latentmesh.bench.containers.HostSide;
import io.latentmesh.v1.GenerateRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two replicas of each tier with a model, one of which is hurt while pictures are drawn: none is
 * lost, and each has the very bytes that it has in peace. A replica may still be starting again
 * when one of another tier is hurt.
 */
@ExtendWith(NeedsContainers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class ContainersFailoverIT {
  static final List<Tier> TIERS = ContainerMesh.STAGES;

  private static final int REPLICAS = 2;
  private static final int STEPS = 12;
  private static final int PICTURES = 6;
  private static final int FEWER_PICTURES = 4;

  private ContainerMesh mesh;
  private Client client;
  private List<byte[]> peaceful;

  @BeforeAll
  void startMesh() {
    // What is tested is loss, not admission: a busy machine may take its time. And every text is
    // to be encoded.
    Map<String, String> settings =
        Map.of("LATENTMESH_ADMISSION_MAX_QUEUE_AGE", "5m", "LATENTMESH_TEXT_CACHE_MAX_BYTES", "0");
    mesh = ContainerMesh.start(REPLICAS, settings);
    client = new Client(mesh.address(Tier.ORCHESTRATOR));
    TIERS.forEach(tier -> awaitReplicas(tier, REPLICAS));
    peaceful = draw(PICTURES);
  }

  @AfterAll
  void endMesh() {
    client.close();
    mesh.close();
  }

  static Stream<Arguments> faults() {
    return ContainerFaults.KINDS.stream()
        .flatMap(kind -> TIERS.stream().map(tier -> Arguments.of(kind, tier)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void hurtReplica_losesNoPicture_andChangesNone(Fault.Kind kind, Tier tier) {
    var obstacle = HostSide.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    awaitReplicas(tier, REPLICAS);
    TierContainer hurt = mesh.replicas(tier).getFirst();
    try (SteadyLoad load = SteadyLoad.begin(client, requests(PICTURES), peaceful)) {
      try (Injury _ = ContainerFaults.inflict(kind, hurt.replica())) {
        load.awaitRounds(2); // the one under way, and one that begins with the fault
      }
      load.end();
    }
  }

  @ParameterizedTest
  @FieldSource("TIERS")
  void rollingRestart_losesNoPicture_andChangesNone(Tier tier) {
    for (TierContainer replica : mesh.replicas(tier)) {
      awaitReplicas(tier, REPLICAS);
      try (SteadyLoad load = SteadyLoad.begin(client, requests(PICTURES), peaceful)) {
        replica.restart();
        load.end();
      }
    }
  }

  @ParameterizedTest
  @FieldSource("TIERS")
  void replica_worksWhileItHasTheName_andNotWithoutIt(Tier tier) {
    TierContainer added = mesh.addReplica(tier);
    try {
      awaitReplicas(tier, REPLICAS + 1);
      Await.until(() -> workWhileDrawing(added) > 0);
      added.replica().leaveNetwork();
      added.replica().joinNetworkUnnamed();
      // Its address may be remembered for some seconds, and it may have the same one again.
      Await.until(() -> workWhileDrawing(added) == 0);
      assertThat(workWhileDrawing(added)).isZero();
    } finally {
      mesh.removeReplica(tier, added);
    }
  }

  /** Forwards of a replica while some pictures are drawn. */
  private double workWhileDrawing(TierContainer replica) {
    double before = forwards(replica);
    assertThat(draw(FEWER_PICTURES)).containsExactlyElementsOf(peaceful.subList(0, FEWER_PICTURES));
    return forwards(replica) - before;
  }

  private static double forwards(TierContainer replica) {
    return Client.metric(replica.metrics(), "latentmesh_batch_size_count");
  }

  private List<byte[]> draw(int count) {
    try (Load load = Load.begin(client, requests(count))) {
      return load.pictures();
    }
  }

  private static List<GenerateRequest> requests(int count) {
    return IntStream.range(0, count)
        .mapToObj(seed ->
            Client.quick("a red heart, number " + seed).setSteps(STEPS).setSeed(seed).build())
        .toList();
  }

  private void awaitReplicas(Tier tier, int count) {
    Await.until(() ->
        Client.metric(
                mesh.metrics(Tier.ORCHESTRATOR),
                "latentmesh_upstream_ready_endpoints",
                "target=\"" + tier.stage() + "\"")
            == count);
  }
}
