package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.serving.certificates.SecretFolder;
import io.latentmesh.serving.certificates.TestAuthority;
import io.latentmesh.serving.certificates.TlsOptions;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of clients that want too much, or say too little, and of the others meanwhile. */
final class AbusiveClientIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String STREAM = "/latentmesh.v1.DenoiserService/Denoise";
  private static final StubEncoder ENCODER =
      new StubEncoder(_ -> EncodeResponse.getDefaultInstance());

  @TempDir Path folder = Path.of("");

  private final Replicated mesh = new Replicated();

  @AfterEach
  void close() {
    mesh.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void callsBeyondTheLimitOfAConnection_areRefusedOneByOne(boolean polite) throws IOException {
    GrpcProcess process = start(Map.of("max-concurrent-calls-per-connection", "2"));
    try (RawHttp2 client = new RawHttp2(process.port())) {
      if (polite) {
        client.acknowledge();
      }
      client.call(1, STREAM);
      client.call(3, STREAM);
      client.call(5, STREAM);
      assertThat(client.next(PATIENCE))
          .isEqualTo(new RawHttp2.Answer.Reset(5, RawHttp2.REFUSED_STREAM));
      client.cancel(1);
      client.call(7, STREAM);
      client.call(9, STREAM);
      assertThat(client.next(PATIENCE))
          .isEqualTo(new RawHttp2.Answer.Reset(9, RawHttp2.REFUSED_STREAM));
    }
    assertServes();
  }

  @Test
  void rapidReset_endsTheConnection() throws IOException {
    GrpcProcess process = start(Map.of("max-resets-per-ten-seconds", "20"));
    try (RawHttp2 client = new RawHttp2(process.port())) {
      for (int i = 0; i < 22; i++) {
        client.call(2 * i + 1, STREAM);
        client.cancel(2 * i + 1);
      }
      RawHttp2.Answer answer = client.next(PATIENCE);
      assertThat(answer).isInstanceOf(RawHttp2.Answer.GoAway.class);
      assertThat(((RawHttp2.Answer.GoAway) answer).errorCode())
          .isEqualTo(RawHttp2.ENHANCE_YOUR_CALM);
    }
    assertServes();
  }

  @Test
  void connectionThatSaysNothing_isClosed() throws IOException {
    GrpcProcess process = start(Map.of("handshake-timeout", "200ms"));
    try (Socket client = RawHttp2.silent(process.port())) {
      assertThat(lastByte(client)).isEqualTo(-1);
    }
    assertServes();
  }

  @Test
  void tlsConnectionThatSaysNothing_isClosed() throws IOException {
    var authority = new TestAuthority("mesh");
    SecretFolder secret = SecretFolder.of(folder, authority.issue("a.example"), authority);
    Map<String, String> settings = new HashMap<>(TlsOptions.server(secret));
    settings.put("handshake-timeout", "200ms");
    GrpcProcess process = start(settings);
    try (Socket client = RawHttp2.silent(process.port())) {
      assertThat(lastByte(client)).isEqualTo(-1);
    }
  }

  @Test
  void bytesThatAreNoHttp2_endTheConnection() throws IOException {
    GrpcProcess process = start(Map.of());
    try (Socket client = RawHttp2.silent(process.port())) {
      client.getOutputStream().write(new byte[1024]);
      assertThat(lastByte(client)).isEqualTo(-1);
    }
    assertServes();
  }

  @Test
  void connectionsBeyondTheLimit_areClosedAtOnce_andTheOthersServed() throws IOException {
    GrpcProcess process = start(Map.of("max-connections", "2"));
    try (Socket silent = RawHttp2.silent(process.port());
        RawHttp2 client = new RawHttp2(process.port())) {
      client.ping();
      assertThat(client.next(PATIENCE)).isEqualTo(new RawHttp2.Answer.Pong());
      try (Socket third = RawHttp2.silent(process.port())) {
        assertThat(lastByte(third)).isEqualTo(-1);
      }
      assertThat(connections("refused")).isEqualTo(1);
      assertThat(connections("open")).isEqualTo(2);
      client.ping();
      assertThat(client.next(PATIENCE)).isEqualTo(new RawHttp2.Answer.Pong());
      assertThat(silent.isConnected()).isTrue();
    }
    Await.until("both have gone", () -> connections("open") == 0);
    assertServes();
  }

  @Test
  void tlsConnectionsBeyondTheLimit_areClosedAtOnce() throws IOException {
    var authority = new TestAuthority("mesh");
    SecretFolder secret = SecretFolder.of(folder, authority.issue("a.example"), authority);
    Map<String, String> settings = new HashMap<>(TlsOptions.server(secret));
    settings.put("max-connections", "1");
    GrpcProcess process = start(settings);
    try (Socket first = RawHttp2.silent(process.port())) {
      Await.until("it is counted", () -> connections("open") == 1);
      try (Socket second = RawHttp2.silent(process.port())) {
        assertThat(lastByte(second)).isEqualTo(-1);
      }
      assertThat(first.isConnected()).isTrue();
    }
  }

  private double connections(String which) {
    return mesh.metrics()
        .registry()
        .get("latentmesh.connections." + which)
        .meter()
        .measure()
        .iterator()
        .next()
        .getValue();
  }

  /** Reads whatever comes; -1 tells that the server has closed the connection. */
  private static int lastByte(Socket client) throws IOException {
    client.setSoTimeout((int) PATIENCE.toMillis());
    int read = client.getInputStream().read();
    while (read >= 0) {
      read = client.getInputStream().read();
    }
    return read;
  }

  private GrpcProcess start(Map<String, String> settings) {
    return mesh.start(List.of(ENCODER, EchoStream.service()), settings);
  }

  private void assertServes() {
    var stub = TextEncoderServiceGrpc.newBlockingStub(mesh.peer(Map.of()).channel());
    assertThat(stub.withWaitForReady().encode(EncodeRequest.getDefaultInstance()))
        .isEqualTo(EncodeResponse.getDefaultInstance());
  }
}
