package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.latentmesh.v1.GenerateImagesRequest;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.GenerateResponse.EventCase;
import io.latentmesh.v1.ListModelsRequest;
import io.latentmesh.v1.ListSamplersRequest;
import io.latentmesh.v1.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scenarios that leave a mesh as they found it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
abstract class ContractKit extends JobKit {
  private static final int MANY_STEPS = 900;

  private MeshUnderTest mesh;
  private Client client;

  abstract MeshUnderTest start() throws IOException;

  @BeforeAll
  void startMesh() throws IOException {
    mesh = start();
    client = new Client(mesh.address(Tier.ORCHESTRATOR));
  }

  @Override
  final MeshUnderTest mesh() {
    return mesh;
  }

  @Override
  final Client client() {
    return client;
  }

  @AfterAll
  void endMesh() {
    client.close();
    mesh.close();
  }

  @Test
  void sameSeed_givesSameBytes() {
    GenerateRequest request = Client.quick("a red heart").build();
    assertThat(client.png(request)).isEqualTo(client.png(request));
  }

  @Test
  void anotherSeed_givesAnotherPicture() {
    assertThat(client.png(Client.quick("a red heart").setSeed(2).build()))
        .isNotEqualTo(client.png(Client.quick("a red heart").setSeed(3).build()));
  }

  @Test
  void anotherPrompt_givesAnotherPicture() {
    assertThat(client.png(Client.quick("a red heart").build()))
        .isNotEqualTo(client.png(Client.quick("a cat").build()));
  }

  @Test
  void negativePrompt_changesThePicture() {
    GenerateRequest.Builder request = Client.quick("a heart");
    byte[] without = client.png(request.build());
    assertThat(client.png(request.setNegativePrompt("red").build())).isNotEqualTo(without);
  }

  @Test
  void guidanceOne_usesOneRowPerEvaluation() {
    double before = rows();
    List<GenerateResponse> events =
        client.generate(Client.quick("a cat").setGuidanceScale(1).build());
    var plan = events.getFirst().getAccepted().getPlan();
    assertThat(plan.getRowsPerEvaluation()).isEqualTo(1);
    assertThat(events.getLast().getCompleted().getStats().getRows())
        .isEqualTo(plan.getEvaluations());
    assertThat(rows() - before).isEqualTo(plan.getEvaluations());
  }

  @Test
  void guidance_usesTwoRowsPerEvaluation() {
    List<GenerateResponse> events =
        client.generate(Client.quick("a cat").setGuidanceScale(3).build());
    var plan = events.getFirst().getAccepted().getPlan();
    assertThat(plan.getRowsPerEvaluation()).isEqualTo(2);
    assertThat(events.getLast().getCompleted().getStats().getRows())
        .isEqualTo(2L * plan.getEvaluations());
  }

  @Test
  void fourImages_equalFourSingleCalls() {
    List<byte[]> together = client.pngs(Client.quick("a cat").setSeed(40).setCount(4).build());
    List<byte[]> alone =
        IntStream.range(40, 44)
            .mapToObj(seed -> client.png(Client.quick("a cat").setSeed(seed).build()))
            .toList();
    assertThat(together).hasSize(4).containsExactlyElementsOf(alone);
  }

  @Test
  void unaryForm_givesTheSamePictures() {
    GenerateRequest request = Client.quick("a cat").setCount(2).build();
    var response =
        client
            .images()
            .generateImages(GenerateImagesRequest.newBuilder().setRequest(request).build());
    assertThat(
            response.getImagesList().stream().map(image -> image.getPng().toByteArray()).toList())
        .containsExactlyElementsOf(client.pngs(request));
  }

  @Test
  void events_comeInOrder() {
    List<GenerateResponse> events = client.generate(Client.quick("a cat").build());
    int evaluations = events.getFirst().getAccepted().getPlan().getEvaluations();
    assertThat(events.stream().map(GenerateResponse::getEventCase).distinct())
        .containsExactly(
            EventCase.ACCEPTED, EventCase.PROGRESS, EventCase.IMAGE, EventCase.COMPLETED);
    assertThat(
            events.stream()
                .filter(GenerateResponse::hasProgress)
                .map(GenerateResponse::getProgress)
                .map(Progress::getStep))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, evaluations).boxed().toList());
  }

  @Test
  void everySampler_drawsAPictureOfItsOwn() {
    List<byte[]> pictures =
        client
            .images()
            .listSamplers(ListSamplersRequest.getDefaultInstance())
            .getSamplersList()
            .stream()
            .map(sampler -> client.png(Client.quick("a cat").setSampler(sampler.getName()).build()))
            .toList();
    assertThat(pictures).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates();
  }

  @Test
  void models_listTheDemoAndItsDefaults() {
    var model = client.images().listModels(ListModelsRequest.getDefaultInstance()).getModels(0);
    assertThat(List.of(model.getDefaultSteps(), model.getDefaultWidth(), model.getDefaultHeight()))
        .containsExactly(20, 64, 64);
    assertThat(model.getComponentsList())
        .hasSize(3)
        .allSatisfy(part -> assertThat(part.getSha256()).hasSize(64));
  }

  @Test
  void picture_carriesItsParametersAndRecipe() {
    var image =
        client.generate(Client.quick("a red heart").build()).stream()
            .filter(GenerateResponse::hasImage)
            .findFirst()
            .orElseThrow()
            .getImage();
    assertThat(image.getPng().toString(StandardCharsets.ISO_8859_1))
        .contains("a red heart\nSteps: 4", image.getRecipeJson());
  }

  @Test
  void cancelledCall_leavesTheEngine() {
    double before = rows();
    try (var call = Context.current().withCancellation()) {
      call.run(() -> readThreeEvents(Client.quick("a cat").setSteps(MANY_STEPS).build()));
    }
    awaitEngineAtRest();
    double cancelled = rows();
    assertThat(cancelled - before).isBetween(2.0, MANY_STEPS / 2.0);

    client.generate(Client.quick("a cat").setGuidanceScale(1).build());
    assertThat(rows() - cancelled).as("rows since, all of the next picture").isEqualTo(4);
  }

  @Test
  void deadlineThatCannotBeMet_isRefusedAtOnce() {
    double before = rows();
    GenerateRequest request = Client.quick("a cat").setSteps(MANY_STEPS).build();
    Refusal refusal =
        Refusal.of(() ->
            client
                .images()
                .withDeadlineAfter(Duration.ofMillis(400))
                .generate(request)
                .forEachRemaining(event -> {}));
    assertThat(refusal.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(refusal.reason()).isEqualTo("DEADLINE_UNREACHABLE");
    assertThat(rows()).as("rows drawn for it").isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(BadRequests.class)
  void badRequest_namesFieldBoundAndValue_andHarmsNothing(BadRequests bad) {
    Refusal refusal = Refusal.of(() -> client.generate(bad.request()));
    assertThat(refusal.code()).isEqualTo(bad.code());
    assertThat(refusal.reason()).isNotEmpty();
    bad.expected()
        .forEach((field, text) -> assertThat(refusal.fields().get(field)).as(field).contains(text));
    for (Tier tier : Tier.values()) {
      assertThat(health(tier)).as(tier.stage()).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void wrongTensorBytes_areRefusedByField_andHarmNothing() {
    try (var unet = new Client(mesh.address(Tier.UNET));
        var vae = new Client(mesh.address(Tier.VAE))) {
      Refusal denoiser = Refusal.of(BrokenTensors.openDenoiser(unet.channel()));
      assertThat(denoiser.code()).isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(denoiser.fields().get("open.conditionings[0].hidden_states.data"))
          .contains("was 7");
      Refusal decoder = Refusal.of(() -> BrokenTensors.decode(vae.channel()));
      assertThat(decoder.code()).isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(decoder.fields().get("latents[0].data")).contains("was 7");
    }
    assertThat(List.of(health(Tier.UNET), health(Tier.VAE))).containsOnly(ServingStatus.SERVING);
  }

  private void readThreeEvents(GenerateRequest request) {
    Iterator<GenerateResponse> events = client.images().generate(request);
    for (int i = 0; i < 3; i++) {
      events.next();
    }
  }

  private double rows() {
    return Client.metric(mesh.metrics(Tier.UNET), "latentmesh_steps_total");
  }

  private ServingStatus health(Tier tier) {
    try (var peer = new Client(mesh.address(tier))) {
      return HealthGrpc.newBlockingStub(peer.channel())
          .check(HealthCheckRequest.getDefaultInstance())
          .getStatus();
    }
  }
}
