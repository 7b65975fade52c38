package io.latentmesh.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.latentmesh.v1.GenerateImagesRequest;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.ImageServiceGrpc;
import io.latentmesh.v1.ListModelsRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

@SuppressWarnings("NullAway.Init") // set before all tests
class LatentMeshContainerIT {
  private static final Queue<String> LOG = new ConcurrentLinkedQueue<>();
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  private static LatentMeshContainer mesh;

  @BeforeAll
  static void startMesh() {
    assumeTrue(
        Boolean.getBoolean("latentmesh.containers"),
        "needs -Dlatentmesh.containers=true, and images built from this source");
    var obstacle = ContainerTests.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    mesh = new LatentMeshContainer().withLog(LOG::add);
    mesh.start();
  }

  @AfterAll
  static void stopMesh() {
    if (mesh != null) {
      mesh.stop();
    }
  }

  @Test
  void startedMesh_drawsTheSamePictureTwice() {
    assertThat(draw(mesh)).startsWith(PNG).isEqualTo(draw(mesh));
  }

  @Test
  void metricsPage_countsWhatWasDrawn() throws IOException, InterruptedException {
    draw(mesh);
    try (HttpClient http = HttpClient.newHttpClient()) {
      var page =
          http.send(
              HttpRequest.newBuilder(URI.create(mesh.metricsUrl())).build(),
              BodyHandlers.ofString());
      assertThat(page.body()).containsPattern("latentmesh_images_total\\{[^}]*} [1-9]");
    }
  }

  @Test
  void log_isRead() {
    assertThat(LOG).anyMatch(line -> line.contains("event=serving process=unet-svc"));
  }

  @Test
  void ports_areOnLoopbackOnly() {
    var bindings = mesh.getContainerInfo().getNetworkSettings().getPorts().getBindings().values();
    assertThat(bindings)
        .hasSize(2)
        .allSatisfy(bound ->
            assertThat(bound)
                .allSatisfy(port -> assertThat(port.getHostIp()).isEqualTo("127.0.0.1")));
  }

  @Test
  void modelOfOnesOwn_isServed() {
    Path model = Path.of(System.getProperty("latentmesh.root"), "deploy/demo-model/model");
    String withoutModel = mesh.getDockerImageName().replaceFirst("-demo$", "");
    var own = new LatentMeshContainer(DockerImageName.parse(withoutModel)).withModel(model);
    own.withSetting("latentmesh.model.name", "mine");
    try (own) {
      own.start();
      var models =
          ImageServiceGrpc.newBlockingStub(own.channel())
              .withDeadlineAfter(Duration.ofSeconds(30))
              .listModels(ListModelsRequest.getDefaultInstance());
      assertThat(models.getModels(0).getName()).isEqualTo("mine");
    }
  }

  @Test
  void stoppedContainer_isGone() {
    var brief = new LatentMeshContainer();
    brief.start();
    String id = brief.getContainerId();
    var channel = brief.channel();
    brief.stop();
    assertThat(channel.isShutdown()).isTrue();
    var left = DockerClientFactory.instance().client().listContainersCmd().withShowAll(true).exec();
    assertThat(left).noneMatch(container -> container.getId().equals(id));
  }

  private static byte[] draw(LatentMeshContainer mesh) {
    var request = GenerateRequest.newBuilder().setPrompt("a red heart").setSeed(1).setSteps(4);
    return ImageServiceGrpc.newBlockingStub(mesh.channel())
        .withDeadlineAfter(Duration.ofMinutes(1))
        .generateImages(GenerateImagesRequest.newBuilder().setRequest(request).build())
        .getImages(0)
        .getPng()
        .toByteArray();
  }
}
