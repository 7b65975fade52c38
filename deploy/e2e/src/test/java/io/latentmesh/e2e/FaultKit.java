package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The scenarios that a mesh does not survive whole; each gets its own. */
@SuppressWarnings("NullAway.Init") // every test starts its mesh first
abstract class FaultKit {
  private static final int SOME_STEPS = 100;

  private MeshUnderTest mesh;
  private Client client;

  /**
   * A fresh mesh.
   *
   * @param drainTimeout how long its tiers wait for running calls when they end
   */
  abstract MeshUnderTest start(Duration drainTimeout) throws IOException;

  private void startMesh(Duration drainTimeout) throws IOException {
    mesh = start(drainTimeout);
    client = new Client(mesh.address(Tier.ORCHESTRATOR));
    client.generate(Client.quick("a cat").build());
  }

  @AfterEach
  void endMesh() {
    client.close();
    mesh.close();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ORCHESTRATOR")
  void deadPeer_isUnavailable_namingTheStage(Tier tier) throws IOException {
    startMesh(Duration.ZERO);
    mesh.kill(tier);
    // Another prompt than before: what was encoded once needs no text encoder.
    Refusal refusal = Refusal.of(() -> client.generate(Client.quick("a dog").build()));
    assertThat(refusal.code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(refusal.message()).contains(tier.stage());
  }

  @Test
  void unetThatDiesMidway_isUnavailable_namingTheStage() throws IOException {
    startMesh(Duration.ZERO);
    Iterator<GenerateResponse> events = begin();
    mesh.kill(Tier.UNET);
    Refusal refusal = Refusal.of(() -> events.forEachRemaining(event -> {}));
    assertThat(refusal.code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(refusal.message()).contains(Tier.UNET.stage());
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"UNET", "ORCHESTRATOR"})
  void drainingTier_finishesWhatRuns(Tier tier) throws IOException {
    startMesh(Duration.ofSeconds(30));
    Iterator<GenerateResponse> events = begin();
    mesh.drain(tier);
    GenerateResponse last = events.next();
    while (events.hasNext()) {
      last = events.next();
    }
    assertThat(last.hasCompleted()).isTrue();
    mesh.awaitEnd(tier);
  }

  private Iterator<GenerateResponse> begin() {
    GenerateRequest request = Client.quick("a cat").setSteps(SOME_STEPS).build();
    Iterator<GenerateResponse> events = client.images().generate(request);
    while (!events.next().hasProgress()) {
      // until the denoiser works
    }
    return events;
  }
}
