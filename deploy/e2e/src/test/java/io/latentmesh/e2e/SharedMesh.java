package io.latentmesh.e2e;

import io.latentmesh.v1.GenerateImagesRequest;
import io.latentmesh.v1.GenerateImagesResponse;
import io.latentmesh.v1.GenerateRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** All services with the demo model, started once for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
abstract class SharedMesh {
  private StandaloneMesh mesh;
  private Client client;

  @BeforeAll
  void start() {
    mesh = StandaloneMesh.start(Duration.ofSeconds(30));
    client = new Client(mesh.address(Tier.ORCHESTRATOR));
  }

  @AfterAll
  void end() {
    client.close();
    mesh.close();
  }

  Client client() {
    return client;
  }

  GenerateImagesResponse draw(GenerateRequest.Builder request) {
    return draw(request.build());
  }

  GenerateImagesResponse draw(GenerateRequest request) {
    return client
        .images()
        .generateImages(GenerateImagesRequest.newBuilder().setRequest(request).build());
  }

  /** The first image's, as bytes. */
  byte[] latents(GenerateRequest request) {
    GenerateRequest.Builder asked = request.toBuilder();
    asked.getExtraOutputsBuilder().setFinalLatents(true);
    return draw(asked).getImages(0).getFinalLatents().getData().toByteArray();
  }
}
