package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.latentmesh.cli.repository.Repository;
import io.latentmesh.standalone.Standalone;
import io.latentmesh.v1.GenerateImagesRequest;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.ImageServiceGrpc;
import io.latentmesh.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import io.latentmesh.v1.ListModelsRequest;
import io.latentmesh.v1.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A mesh that holds one model and loads two others as they are asked for, with room for one of
 * them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeveralModelsIT {
  private static final Path FIXTURES =
      Repository.root().resolve("deploy").resolve("parity").resolve("fixtures");

  /** The demo's denoiser takes 32.7 MiB, sd1's 3.1 and sd2's 0.6. */
  private static final String MEBI_BYTES = "36";

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static Standalone mesh;

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    mesh =
        Standalone.start(
            Repository.demoModel(),
            Map.of(
                "latentmesh.models.first.path", model("sd1"),
                "latentmesh.models.second.path", model("sd2"),
                "latentmesh.model-memory", MEBI_BYTES));
    channel =
        Grpc.newChannelBuilder(mesh.address(), InsecureChannelCredentials.create())
            .maxInboundMessageSize(64 << 20)
            .build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    mesh.close();
  }

  @Test
  @Order(1)
  void listModels_beforeAnyRequest_namesAllAndLoadsNone() {
    assertThat(models()).extracting(Model::getName).containsExactly("emoji-demo", "sd1", "sd2");
    assertThat(loaded()).containsExactly("emoji-demo");
  }

  @Test
  @Order(2)
  void generate_withModelsByTurns_drawsTheSameAsBefore() {
    byte[] first = draw("sd1");
    byte[] demo = draw("emoji-demo");
    byte[] second = draw("sd2");
    assertThat(draw("sd1")).isEqualTo(first).isNotEqualTo(second);
    assertThat(draw("emoji-demo")).isEqualTo(demo);
    assertThat(loaded()).containsExactly("emoji-demo", "sd1"); // the second gave its room
  }

  @Test
  @Order(3)
  void generate_withAModelThatNobodyHas_namesThoseThereAre() {
    assertThatThrownBy(() -> draw("sd9"))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("no model \"sd9\"; there is: emoji-demo, sd1, sd2");
  }

  private static List<Model> models() {
    return stub().listModels(ListModelsRequest.getDefaultInstance()).getModelsList();
  }

  private static Stream<String> loaded() {
    return models().stream().filter(Model::getLoaded).map(Model::getName);
  }

  private static byte[] draw(String model) {
    var request =
        GenerateRequest.newBuilder()
            .setModel(model)
            .setPrompt("a red heart")
            .setSeed(3)
            .setSteps(2)
            .setWidth(64)
            .setHeight(64);
    return stub()
        .generateImages(GenerateImagesRequest.newBuilder().setRequest(request).build())
        .getImages(0)
        .getPng()
        .toByteArray();
  }

  private static ImageServiceBlockingStub stub() {
    return ImageServiceGrpc.newBlockingStub(channel);
  }

  private static String model(String fixture) {
    return FIXTURES.resolve(fixture).resolve("model").toString();
  }
}
