package io.latentmesh.orchestrator.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.Lists;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.serving.FieldViolation;
import io.latentmesh.serving.PeerErrors;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.v1.ExtraOutputs;
import io.latentmesh.v1.GenerateImagesRequest;
import io.latentmesh.v1.GenerateImagesResponse;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.GenerateResponse.EventCase;
import io.latentmesh.v1.Image;
import io.latentmesh.v1.ImageServiceGrpc;
import io.latentmesh.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import io.latentmesh.v1.ListModelsRequest;
import io.latentmesh.v1.ListSamplersRequest;
import io.latentmesh.v1.Sampler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcImageServiceTest {
  private static final GenerateRequest REQUEST =
      GenerateRequest.newBuilder()
          .setPrompt("a red heart")
          .setSteps(3)
          .setSampler("euler")
          .setSeed(7)
          .build();

  private final ServedMesh served = new ServedMesh();
  private final FakeMesh mesh = served.mesh;
  private final SimpleMeterRegistry registry = served.registry;
  private final ManagedChannel channel = served.channel;
  private final ImageServiceBlockingStub client = served.client;

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void generate_streamsAcceptedFirstAndCompletedLast() {
    List<GenerateResponse> events = Lists.newArrayList(client.generate(REQUEST));
    assertThat(events.getFirst().getEventCase()).isEqualTo(EventCase.ACCEPTED);
    assertThat(events.getLast().getEventCase()).isEqualTo(EventCase.COMPLETED);
    assertThat(events.getLast().getCompleted().getStats().getRows()).isEqualTo(6);
  }

  @Test
  void plan_reportsWhatIsRun() {
    var plan = client.generate(REQUEST).next().getAccepted().getPlan();
    assertThat(plan.getModel()).isEqualTo("fake");
    assertThat(plan.getSampler()).isEqualTo("euler");
    assertThat(plan.getSeedsList()).containsExactly(7L);
    assertThat(plan.getRowsPerEvaluation()).isEqualTo(2);
    assertThat(List.of(plan.getWidth(), plan.getHeight())).containsExactly(16, 16);
  }

  @Test
  void generateImages_givesThePicturesOfGenerate() {
    Image streamed =
        Lists.newArrayList(client.generate(REQUEST)).stream()
            .filter(GenerateResponse::hasImage)
            .findFirst()
            .orElseThrow()
            .getImage();
    assertThat(generateImages(REQUEST).getImagesList()).containsExactly(streamed);
  }

  @Test
  void generateImages_ofSeveral_areInOrder() {
    var response = generateImages(REQUEST.toBuilder().setCount(3).build());
    assertThat(response.getImagesList()).extracting(Image::getIndex).containsExactly(0, 1, 2);
    assertThat(response.getImagesList()).extracting(Image::getSeed).containsExactly(7L, 8L, 9L);
  }

  @Test
  void extraOutputs_askedFor_areThere() {
    var extras =
        ExtraOutputs.newBuilder()
            .setInitialNoise(true)
            .setFinalLatents(true)
            .setEmbeddings(true)
            .build();
    Image image = generateImages(REQUEST.toBuilder().setExtraOutputs(extras).build()).getImages(0);
    assertThat(image.getInitialNoise().getShapeList()).containsExactly(4L, 4L, 4L);
    assertThat(image.getFinalLatents().getShapeList()).containsExactly(4L, 4L, 4L);
    assertThat(image.getPrompt().getHiddenStates().getShapeList()).containsExactly(6L, 3L);
    assertThat(image.getNegativePrompt().getTokenIds().getShapeList()).containsExactly(6L);
  }

  @Test
  void generate_badRequest_namesTheFields() {
    var request = REQUEST.toBuilder().setPrompt("").setSteps(0).build();
    mesh.catalog.refresh();
    StatusRuntimeException refusal = failure(() -> client.generate(request).next());
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(fields(refusal)).containsExactly("prompt", "steps");
  }

  @Test
  void generateImages_badRequest_namesTheFieldsOneLevelDeeper() {
    var request = REQUEST.toBuilder().setPrompt("").build();
    StatusRuntimeException refusal = failure(() -> generateImages(request));
    assertThat(fields(refusal)).containsExactly("request.prompt");
  }

  @Test
  void slowReader_getsOnlyTheLatestProgress() throws InterruptedException {
    var decoding = new CountDownLatch(1);
    mesh.catalog.refresh();
    mesh.vae.onCall(decoding::countDown);
    var reader = new SlowReader();
    ImageServiceGrpc.newStub(channel).generate(REQUEST.toBuilder().setSteps(50).build(), reader);
    reader.read(1);
    assertThat(reader.next().getEventCase()).isEqualTo(EventCase.ACCEPTED);
    decoding.await();
    reader.read(100);
    GenerateResponse progress = reader.next();
    assertThat(progress.getProgress().getStep()).isEqualTo(50);
    assertThat(reader.next().getEventCase()).isEqualTo(EventCase.IMAGE);
    assertThat(reader.next().getEventCase()).isEqualTo(EventCase.COMPLETED);
  }

  @Test
  void deadline_passed_stopsTheWorkAndIsTold() throws InterruptedException {
    var stopped = blockEvaluations();
    StatusRuntimeException failure =
        failure(() -> {
          var events = client.withDeadlineAfter(500, TimeUnit.MILLISECONDS).generate(REQUEST);
          while (events.hasNext()) {
            events.next();
          }
        });
    assertThat(failure.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
    stopped.await();
  }

  @Test
  void client_cancelling_stopsTheWorkWithinOneEvaluation() throws InterruptedException {
    var evaluations = new AtomicInteger();
    var stopped = new CountDownLatch(1);
    var context = Context.current().withCancellation();
    mesh.denoiser.onEvaluation(image -> {
      if (evaluations.incrementAndGet() == 2) {
        context.cancel(null);
        waitForInterrupt(stopped);
      }
    });
    context.run(() ->
        ImageServiceGrpc.newStub(channel)
            .generate(REQUEST.toBuilder().setSteps(50).build(), new SlowReader().reading()));
    stopped.await();
    assertThat(evaluations).hasValue(2);
  }

  @Test
  void stageFailure_keepsItsCodeAndNamesTheStage() {
    mesh.catalog.refresh();
    mesh.vae.onCall(() -> {
      throw ServiceException.of(Code.UNAVAILABLE, "CONNECTION_REFUSED", "vae: refused");
    });
    StatusRuntimeException failure = failure(() -> generateImages(REQUEST));
    assertThat(failure.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(failure.getStatus().getDescription()).isEqualTo("vae: refused");
    assertThat(reason(failure)).isEqualTo("CONNECTION_REFUSED");
  }

  @Test
  void draining_refusesNewGenerations() {
    served.jobs.drain(Duration.ZERO);
    StatusRuntimeException refusal = failure(() -> generateImages(REQUEST));
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(reason(refusal)).isEqualTo("DRAINING");
  }

  @Test
  void draining_letsRunningGenerationsFinish() {
    mesh.denoiser.onEvaluation(
        image -> Thread.ofVirtual().start(() -> served.jobs.drain(Duration.ofMinutes(1))));
    assertThat(generateImages(REQUEST).getImagesCount()).isEqualTo(1);
  }

  @Test
  void series_countRequestsImagesAndPixels() {
    generateImages(REQUEST.toBuilder().setCount(2).build());
    failure(() -> generateImages(GenerateRequest.getDefaultInstance()));
    assertThat(registry.get("latentmesh.requests").tag("outcome", "ok").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("latentmesh.requests").tag("outcome", "invalid").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("latentmesh.images").counter().count()).isEqualTo(2);
    assertThat(registry.get("latentmesh.image.pixels").counter().count()).isEqualTo(2 * 256);
    assertThat(registry.get("latentmesh.stage.duration").tag("stage", "decode").timer().count())
        .isEqualTo(2);
    assertThat(registry.get("latentmesh.time.to.first.progress").timer().count()).isEqualTo(1);
  }

  @Test
  void listModels_saysWhatIsUsedByDefault() {
    var model = client.listModels(ListModelsRequest.getDefaultInstance()).getModels(0);
    assertThat(model.getName()).isEqualTo("fake");
    assertThat(model.getIsDefault()).isTrue();
    assertThat(model.getDefaultSampler()).isEqualTo("pndm");
    assertThat(model.getDefaultSteps()).isEqualTo(50);
    assertThat(model.getSizeMultiple()).isEqualTo(4);
    assertThat(model.getComponentsCount()).isEqualTo(3);
  }

  @Test
  void listSamplers_namesWhatRequestsMaySay() {
    assertThat(client.listSamplers(ListSamplersRequest.getDefaultInstance()).getSamplersList())
        .extracting(Sampler::getName)
        .contains("ddim", "pndm", "euler", "euler-a", "dpm++-2m");
  }

  private GenerateImagesResponse generateImages(GenerateRequest request) {
    return client.generateImages(GenerateImagesRequest.newBuilder().setRequest(request).build());
  }

  /** Every evaluation blocks; the latch opens when one was interrupted. */
  private CountDownLatch blockEvaluations() {
    var stopped = new CountDownLatch(1);
    mesh.denoiser.onEvaluation(image -> waitForInterrupt(stopped));
    return stopped;
  }

  private static void waitForInterrupt(CountDownLatch stopped) {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped.countDown();
      throw new CancellationException("interrupted");
    }
  }

  private static StatusRuntimeException failure(ThrowingCallable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call);
  }

  private static List<String> fields(StatusRuntimeException refusal) {
    return PeerErrors.rethrow("edge", refusal).violations().stream()
        .map(FieldViolation::field)
        .toList();
  }

  private static String reason(StatusRuntimeException failure) {
    return PeerErrors.rethrow("edge", failure).reason();
  }
}
