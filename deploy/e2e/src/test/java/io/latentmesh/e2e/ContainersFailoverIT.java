package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.latentmesh.v1.GenerateRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two denoisers, one of which is hurt while pictures are drawn: none is lost, and each has the very
 * bytes that it has in peace.
 */
@ExtendWith(NeedsContainers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class ContainersFailoverIT {
  private static final int STEPS = 40;
  private static final int PICTURES = 4;
  private static final int WAVES = 3;

  private ContainerMesh mesh;
  private Client client;
  private List<byte[]> peaceful;

  @BeforeAll
  void startMesh() {
    // What is tested is loss, not admission: a busy machine may take its time.
    mesh = ContainerMesh.start(2, Map.of("LATENTMESH_ADMISSION_MAX_QUEUE_AGE", "5m"));
    client = new Client(mesh.address(Tier.ORCHESTRATOR));
    awaitReplicas(2);
    peaceful = Load.begin(client, requests()).pictures();
  }

  @AfterAll
  void endMesh() {
    client.close();
    mesh.close();
  }

  @ParameterizedTest
  @EnumSource(ReplicaFault.class)
  void hurtReplica_losesNoPicture_andChangesNone(ReplicaFault fault) {
    var obstacle = HostTools.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    TierContainer hurt = mesh.unets().getFirst();
    try (Load load = Load.begin(client, requests())) {
      load.awaitProgressOfAll();
      fault.inflict(hurt);
      try {
        assertThat(load.pictures()).containsExactlyElementsOf(peaceful);
      } finally {
        fault.heal(hurt);
      }
    }
    awaitReplicas(2);
  }

  @Test
  void rollingRestart_losesNoPicture_andChangesNone() {
    for (TierContainer unet : mesh.unets()) {
      try (Load load = Load.begin(client, requests())) {
        load.awaitProgressOfAll();
        unet.restart();
        assertThat(load.pictures()).containsExactlyElementsOf(peaceful);
      }
      awaitReplicas(2);
    }
  }

  @Test
  void addedReplica_isFoundByItsName_andWorks() {
    TierContainer added = mesh.addUnet();
    try {
      awaitReplicas(3);
      for (int wave = 0; wave < WAVES; wave++) {
        assertThat(Load.begin(client, requests()).pictures()).containsExactlyElementsOf(peaceful);
      }
      assertThat(Client.metric(added.metrics(), "latentmesh_steps_total")).isPositive();
    } finally {
      mesh.removeUnet(added);
    }
    awaitReplicas(2);
  }

  private static List<GenerateRequest> requests() {
    return IntStream.range(0, PICTURES)
        .mapToObj(seed -> Client.quick("a red heart").setSteps(STEPS).setSeed(seed).build())
        .toList();
  }

  private void awaitReplicas(int count) {
    Await.until(() ->
        Client.metric(
                mesh.metrics(Tier.ORCHESTRATOR),
                "latentmesh_upstream_ready_endpoints",
                "target=\"unet\"")
            == count);
  }
}
