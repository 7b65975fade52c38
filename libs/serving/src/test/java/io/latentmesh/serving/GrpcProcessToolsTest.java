package io.latentmesh.serving;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.channelz.v1.ChannelzGrpc;
import io.grpc.channelz.v1.GetServersRequest;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import io.latentmesh.v1.TokenizeRequest;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Switches and limits of a server. */
final class GrpcProcessToolsTest {
  private static final StubEncoder ENCODER =
      new StubEncoder(request -> EncodeResponse.getDefaultInstance());

  @Test
  void reflection_byDefault_isOff() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      assertThatThrownBy(() -> reflect(loopback, list()))
          .isInstanceOf(CompletionException.class)
          .hasRootCauseMessage(
              "UNIMPLEMENTED: Method not found: grpc.reflection.v1.ServerReflection/ServerReflectionInfo");
    }
  }

  @Test
  void reflection_switchedOn_listsTheServices() {
    try (Loopback loopback = with("server.reflection", "true")) {
      assertThat(reflect(loopback, list()).getListServicesResponse().getServiceList())
          .extracting(ServiceResponse::getName)
          .contains(TextEncoderServiceGrpc.SERVICE_NAME, "grpc.health.v1.Health");
    }
  }

  @Test
  void reflection_switchedOn_describesAMessage() {
    ServerReflectionRequest request =
        ServerReflectionRequest.newBuilder()
            .setFileContainingSymbol("latentmesh.v1.EncodeRequest")
            .build();
    try (Loopback loopback = with("server.reflection", "true")) {
      assertThat(
              reflect(loopback, request).getFileDescriptorResponse().getFileDescriptorProtoList())
          .isNotEmpty();
    }
  }

  @Test
  void channelz_switchedOn_showsTheServer() {
    try (Loopback loopback = with("server.channelz", "true")) {
      assertThat(
              ChannelzGrpc.newBlockingStub(loopback.channel())
                  .getServers(GetServersRequest.getDefaultInstance())
                  .getServerList())
          .isNotEmpty();
    }
  }

  @Test
  void channelz_byDefault_isOff() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      assertThat(
              code(() ->
                  ChannelzGrpc.newBlockingStub(loopback.channel())
                      .getServers(GetServersRequest.getDefaultInstance())))
          .isEqualTo(Status.Code.UNIMPLEMENTED);
    }
  }

  @Test
  void method_notImplemented_isUnimplemented() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      assertThat(
              code(() ->
                  TextEncoderServiceGrpc.newBlockingStub(loopback.channel())
                      .tokenize(TokenizeRequest.getDefaultInstance())))
          .isEqualTo(Status.Code.UNIMPLEMENTED);
    }
  }

  @Test
  void request_longerThanTheLimit_isResourceExhausted() {
    EncodeRequest large =
        EncodeRequest.newBuilder().setModelBytes(ByteString.copyFrom(new byte[2000])).build();
    try (Loopback loopback = with("server.max-message-bytes", "1000")) {
      assertThat(
              code(() -> TextEncoderServiceGrpc.newBlockingStub(loopback.channel()).encode(large)))
          .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
  }

  @Test
  void start_portTaken_isRefusedByName() {
    try (Loopback first = Loopback.of(ENCODER)) {
      String port = Integer.toString(first.process().port());
      assertThatThrownBy(() -> with("server.port", port))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("server.port: cannot listen on 127.0.0.1:" + port);
    }
  }

  @Test
  void start_metricsPortTaken_isRefusedByName() {
    try (Loopback first = Loopback.of(ENCODER)) {
      String port = Integer.toString(first.process().port());
      assertThatThrownBy(
              () -> new Loopback(Map.of("server.metrics-port", port), p -> p.service(ENCODER)))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("server.metrics-port: cannot listen on 127.0.0.1:" + port);
    }
  }

  private static Loopback with(String key, String value) {
    return new Loopback(Map.of("server.metrics-port", "-1", key, value), p -> p.service(ENCODER));
  }

  private static ServerReflectionRequest list() {
    return ServerReflectionRequest.newBuilder().setListServices("").build();
  }

  private static ServerReflectionResponse reflect(
      Loopback loopback, ServerReflectionRequest request) {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(loopback.channel())
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable error) {
                    answer.completeExceptionally(error);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    requests.onCompleted();
    return answer.join();
  }

  private static Status.Code code(Runnable call) {
    return requireNonNull(catchThrowableOfType(StatusRuntimeException.class, call::run))
        .getStatus()
        .getCode();
  }
}
