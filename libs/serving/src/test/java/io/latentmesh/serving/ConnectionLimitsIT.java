package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits on connections, from the other end of the wire. */
final class ConnectionLimitsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration A_LITTLE_LONGER_THAN_PERMITTED = Keepalive.PERMITTED.plusMillis(50);
  private static final StubEncoder ENCODER =
      new StubEncoder(_ -> EncodeResponse.getDefaultInstance());

  private final Semaphore entered = new Semaphore(0);
  private final Replicated mesh = new Replicated();

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void pingsAsOftenAsPermitted_areAllAnswered() throws IOException {
    GrpcProcess process = mesh.start(ENCODER);
    try (RawHttp2 client = new RawHttp2(process.port())) {
      for (int i = 0; i < 4; i++) { // gRPC closes after three that came too early.
        client.ping();
        assertThat(client.next(PATIENCE)).isEqualTo(new RawHttp2.Answer.Pong());
        assertThat(client.next(A_LITTLE_LONGER_THAN_PERMITTED)).isNull();
      }
    }
  }

  @Test
  void pingFlood_endsTheConnection() throws IOException {
    GrpcProcess process = mesh.start(ENCODER);
    try (RawHttp2 client = new RawHttp2(process.port())) {
      for (int i = 0; i < 4; i++) {
        client.ping();
      }
      RawHttp2.Answer answer = client.next(PATIENCE);
      while (answer instanceof RawHttp2.Answer.Pong) {
        answer = client.next(PATIENCE);
      }
      assertThat(answer)
          .isEqualTo(new RawHttp2.Answer.GoAway(RawHttp2.ENHANCE_YOUR_CALM, "too_many_pings"));
    }
  }

  @Test
  void resetsWithinTheLimit_leaveTheConnectionAlone() {
    Peer peer = blockingMesh(Map.of("max-resets-per-ten-seconds", "20"));
    EchoStream stream = EchoStream.open(peer.channel());
    assertThat(stream.echo()).isTrue();
    for (int i = 0; i < 15; i++) {
      cancelOne(peer);
    }
    assertThat(stream.echo()).isTrue();
  }

  @Test
  void resetFlood_endsTheConnection() {
    Peer peer = blockingMesh(Map.of("max-resets-per-ten-seconds", "20"));
    EchoStream stream = EchoStream.open(peer.channel());
    assertThat(stream.echo()).isTrue();
    for (int i = 0; i < 22; i++) {
      cancelOne(peer);
    }
    assertThat(stream.end().getDescription()).contains("ENHANCE_YOUR_CALM");
  }

  @Test
  void headersBeyondTheLimit_areRefusedAndTheConnectionServesOn() {
    mesh.start(ENCODER);
    Peer peer = mesh.peer(Map.of());
    var stub = TextEncoderServiceGrpc.newBlockingStub(peer.channel());
    stub.encode(EncodeRequest.getDefaultInstance());
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("x-large", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(8 << 10));
    StatusRuntimeException error =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .encode(EncodeRequest.getDefaultInstance()));
    assertThat(error).isNotNull();
    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    stub.encode(EncodeRequest.getDefaultInstance());
  }

  @Test
  void agedConnection_makesTheClientLookAgainAndLosesNoCall() {
    try (FakeName name = new FakeName()) {
      Map<String, String> aging = Map.of("max-connection-age", "1s");
      GrpcProcess first = mesh.start(List.of(ENCODER, EchoStream.service()), aging);
      GrpcProcess second = mesh.start(List.of(ENCODER, EchoStream.service()), aging);
      name.names(first);
      Peer peer = mesh.peer(Replicated.UPSTREAM, "fake:///", Map.of("resolve-every", "1h"));
      Await.ready(peer, 1);
      name.names(first, second);
      EchoStream stream = EchoStream.open(peer.channel());
      assertThat(stream.echo()).isTrue();
      var stub = TextEncoderServiceGrpc.newBlockingStub(peer.channel());
      while (name.askedAgain() == 0) {
        stub.encode(EncodeRequest.getDefaultInstance());
      }
      Await.ready(peer, 2);
      stub.encode(EncodeRequest.getDefaultInstance());
      assertThat(stream.echo()).isTrue();
    }
  }

  @Test
  void agedConnectionPastItsGrace_endsItsStreams() {
    Map<String, String> aging =
        Map.of("max-connection-age", "1s", "max-connection-age-grace", "10ms");
    mesh.start(List.of(EchoStream.service()), aging);
    Peer peer = mesh.peer(Map.of());
    EchoStream stream = EchoStream.open(peer.channel());
    assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  private Peer blockingMesh(Map<String, String> settings) {
    mesh.start(List.of(new BlockingEncoder(entered), EchoStream.service()), settings);
    return mesh.peer(Map.of());
  }

  private void cancelOne(Peer peer) {
    ListenableFuture<EncodeResponse> call =
        TextEncoderServiceGrpc.newFutureStub(peer.channel())
            .encode(EncodeRequest.getDefaultInstance());
    Await.until("it arrived or failed", () -> entered.tryAcquire() || call.isDone());
    call.cancel(true);
  }
}
