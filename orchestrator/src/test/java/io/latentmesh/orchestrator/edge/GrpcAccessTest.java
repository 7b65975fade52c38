package io.latentmesh.orchestrator.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.Lists;
import com.google.rpc.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.latentmesh.orchestrator.access.Access;
import io.latentmesh.orchestrator.access.NewToken;
import io.latentmesh.serving.files.UnusableFileException;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GetJobRequest;
import io.latentmesh.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import io.latentmesh.v1.ListSamplersRequest;
import io.latentmesh.v1.Priority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The public API where calls need a token. */
class GrpcAccessTest {
  private static final GenerateRequest REQUEST =
      GenerateRequest.newBuilder().setPrompt("a red heart").setSteps(2).setSampler("euler").build();

  private final Access access = new Access(System::nanoTime);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ServedMesh served =
      new ServedMesh(new GrpcAccess(access, new AccessMeters(registry)));
  private final NewToken acme = draw("name=acme-1 tenant=acme");
  private final NewToken night = draw("name=night tenant=acme priority=batch images-per-minute=2");
  private final NewToken other = draw("name=other tenant=other");

  @BeforeEach
  void open() throws UnusableFileException {
    access.use(List.of(String.join("\n", acme.line(), night.line(), other.line()).getBytes(UTF_8)));
  }

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void call_withToken_isItsTenants() {
    String job = generate(with(acme.text()), REQUEST);
    GetJobRequest get = GetJobRequest.newBuilder().setJobId(job).build();
    assertThat(with(night.text()).getJob(get).getJob().getJobId()).isEqualTo(job);
    assertRefused(() -> with(other.text()).getJob(get), Code.NOT_FOUND, "JOB_NOT_FOUND");
  }

  @Test
  void call_withoutToken_isUnauthenticated() {
    assertRefused(() -> list(served.client), Code.UNAUTHENTICATED, "TOKEN_MISSING");
    assertThat(refusals("token_missing")).isEqualTo(1);
  }

  @Test
  void call_withWrongToken_isUnauthenticated() {
    String wrong = draw("name=x tenant=acme").text();
    assertRefused(() -> list(with(wrong)), Code.UNAUTHENTICATED, "TOKEN_UNKNOWN");
    assertThat(refusals("token_unknown")).isEqualTo(1);
  }

  @Test
  void call_withAnotherScheme_isUnauthenticated() {
    var client = header("authorization", "Basic " + acme.text());
    assertRefused(() -> list(client), Code.UNAUTHENTICATED, "TOKEN_UNKNOWN");
  }

  @Test
  void token_takenOutOfTheFile_isUnknownFromThenOn() throws UnusableFileException {
    list(with(acme.text()));
    access.use(List.of(other.line().getBytes(UTF_8)));
    assertRefused(() -> list(with(acme.text())), Code.UNAUTHENTICATED, "TOKEN_UNKNOWN");
  }

  @Test
  void tenantHeader_ofAnotherTenant_isDenied() {
    var client =
        with(acme.text())
            .withInterceptors(
                MetadataUtils.newAttachHeadersInterceptor(headers("latentmesh-tenant", "other")));
    assertRefused(() -> list(client), Code.PERMISSION_DENIED, "TENANT_NOT_ALLOWED");
    assertThat(refusals("tenant")).isEqualTo(1);
  }

  @Test
  void tenantHeader_ofTheTokensTenant_isAccepted() {
    list(
        with(acme.text())
            .withInterceptors(
                MetadataUtils.newAttachHeadersInterceptor(headers("latentmesh-tenant", "acme"))));
  }

  @Test
  void priority_aboveTheTokens_isDenied() {
    GenerateRequest urgent = REQUEST.toBuilder().setPriority(Priority.PRIORITY_INTERACTIVE).build();
    assertRefused(
        () -> generate(with(night.text()), urgent), Code.PERMISSION_DENIED, "PRIORITY_NOT_ALLOWED");
    assertThat(refusals("priority")).isEqualTo(1);
    assertThat(served.mesh.denoiser.opened()).isEmpty();
  }

  @Test
  void priority_notNamed_isTheTokens() {
    generate(with(night.text()), REQUEST);
    assertThat(served.mesh.denoiser.claims().getFirst().priority())
        .isEqualTo(io.latentmesh.orchestrator.stage.Priority.BATCH);
  }

  @Test
  void imagesAboveTheTokensRate_areRefusedWithTheTimeToWait() {
    generate(with(night.text()), REQUEST.toBuilder().setCount(2).build());
    assertRefused(
        () -> generate(with(night.text()), REQUEST), Code.RESOURCE_EXHAUSTED, "RATE_LIMIT");
    generate(with(acme.text()), REQUEST);
  }

  private static String generate(ImageServiceBlockingStub client, GenerateRequest request) {
    return Lists.newArrayList(client.generate(request)).getFirst().getAccepted().getJobId();
  }

  private static void list(ImageServiceBlockingStub client) {
    assertThat(client.listSamplers(ListSamplersRequest.getDefaultInstance()).getSamplersCount())
        .isPositive();
  }

  private static void assertRefused(ThrowingCallable call, Code code, String reason) {
    var failure = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(failure.getStatus().getCode()).isEqualTo(code);
    assertThat(reason(failure)).isEqualTo(reason);
  }

  private static String reason(StatusRuntimeException failure) {
    var details = StatusProto.fromThrowable(failure);
    assertThat(details).isNotNull();
    try {
      return details.getDetails(0).unpack(ErrorInfo.class).getReason();
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private double refusals(String reason) {
    return registry.get("latentmesh.access.refusals").tag("reason", reason).counter().count();
  }

  private ImageServiceBlockingStub with(String token) {
    return header("authorization", "Bearer " + token);
  }

  private ImageServiceBlockingStub header(String key, String value) {
    return served.client.withInterceptors(
        MetadataUtils.newAttachHeadersInterceptor(headers(key, value)));
  }

  private static Metadata headers(String key, String value) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
    return headers;
  }

  private static NewToken draw(String fields) {
    return NewToken.draw(new SecureRandom(), fields);
  }
}
