package io.latentmesh.orchestrator.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.stage.BatchCurve;
import io.latentmesh.orchestrator.stage.FakeTextEncoder;
import io.latentmesh.serving.PeerErrors;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.v1.GenerateImagesRequest;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mesh whose denoiser takes a minute per row, one row per forward, and does not answer. */
class GrpcAdmissionTest {
  private static final GenerateRequest REQUEST =
      GenerateRequest.newBuilder().setPrompt("a red heart").setSteps(3).setSampler("euler").build();
  private static final BatchCurve MINUTE =
      new BatchCurve(
          new LatentShape(4, 4, 4),
          FakeTextEncoder.CONTEXT_LENGTH,
          new TreeMap<>(Map.of(1, 60_000_000_000L)),
          1);

  private final ServedMesh served = new ServedMesh();
  private final FakeMesh mesh = served.mesh;
  private final ImageServiceBlockingStub client = served.client;
  private final Semaphore begun = new Semaphore(0);

  GrpcAdmissionTest() {
    mesh.denoiser
        .batchCurves(MINUTE)
        .onEvaluation(image -> {
          begun.release();
          waitForInterrupt();
        });
    mesh.catalog.refresh();
  }

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void predictedWaitAboveTheBound_isRefusedBeforeAnyStageIsCalled() {
    begin(client);
    int encoded = mesh.textEncoder.encoded().size();
    StatusRuntimeException failure = failure(client);
    ServiceException refusal = refusal(failure);
    assertThat(refusal.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(refusal.reason()).isEqualTo("QUEUE_FULL");
    assertThat(refusal.retryAfter()).isPresent();
    assertThat(refusal.metadata()).containsKeys("predicted_start_ms", "predicted_duration_ms");
    assertThat(pushbackMillis(failure)).isEqualTo(refusal.retryAfter().orElseThrow().toMillis());
    assertThat(mesh.textEncoder.encoded()).hasSize(encoded);
    assertThat(mesh.denoiser.opened()).hasSize(1);
  }

  @Test
  void deadlineThatCannotBeMet_isRefusedInBothForms() {
    var hurried = client.withDeadlineAfter(100, TimeUnit.SECONDS);
    assertThat(refusal(failure(hurried)).reason()).isEqualTo("DEADLINE_UNREACHABLE");
    var unary = GenerateImagesRequest.newBuilder().setRequest(REQUEST).build();
    var failure =
        catchThrowableOfType(StatusRuntimeException.class, () -> hurried.generateImages(unary));
    assertThat(refusal(failure).reason()).isEqualTo("DEADLINE_UNREACHABLE");
    assertThat(mesh.textEncoder.encoded()).isEmpty();
  }

  @Test
  void queuedRequest_isToldItsPosition() {
    mesh.denoiser.batchCurves(); // Nothing is predicted, so nothing is refused for it.
    mesh.catalog.refresh();
    for (int i = 0; i < 8; i++) {
      begin(client);
    }
    Iterator<GenerateResponse> events = client.generate(REQUEST);
    assertThat(events.next().hasAccepted()).isTrue();
    assertThat(events.next().getProgress().hasQueuePosition()).isTrue();
  }

  @Test
  void tenant_fromTheHeader_isHeldToItsLimits() {
    mesh.denoiser.batchCurves();
    mesh.catalog.refresh();
    var small = client.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(tenant("small")));
    begin(small);
    assertThat(small.generate(REQUEST).next().hasAccepted()).isTrue();
    assertThat(refusal(failure(small)).reason()).isEqualTo("TENANT_LIMIT");
    assertThat(client.generate(REQUEST).next().hasAccepted()).isTrue();
  }

  /** Returns when the request has had its turn. */
  private void begin(ImageServiceBlockingStub client) {
    assertThat(client.generate(REQUEST).next().hasAccepted()).isTrue();
    begun.acquireUninterruptibly();
  }

  private static StatusRuntimeException failure(ImageServiceBlockingStub client) {
    return catchThrowableOfType(
        StatusRuntimeException.class, () -> client.generate(REQUEST).next());
  }

  private static ServiceException refusal(StatusRuntimeException failure) {
    return PeerErrors.rethrow("edge", failure);
  }

  private static long pushbackMillis(StatusRuntimeException failure) {
    Metadata trailers = failure.getTrailers();
    assertThat(trailers).isNotNull();
    return Long.parseLong(
        trailers.get(Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER)));
  }

  private static Metadata tenant(String name) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of(GrpcTenant.HEADER, Metadata.ASCII_STRING_MARSHALLER), name);
    return headers;
  }

  private static void waitForInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
