package io.latentmesh.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import io.latentmesh.serving.certificates.SecretFolder;
import io.latentmesh.serving.certificates.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the command line reaches servers. */
class ConnectionTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"mesh.example:7400", "10.0.0.1:7400"})
  void serverElsewhere_isReachedByTls(String address) {
    assertThat(new Connection().credentials(address)).isInstanceOf(TlsChannelCredentials.class);
  }

  @Test
  void serverHere_isReachedInPlaintext() {
    assertThat(new Connection().credentials("127.0.0.1:7400"))
        .isInstanceOf(InsecureChannelCredentials.class);
  }

  @Test
  void serverElsewhere_isReachedInPlaintextWhenAsked() {
    var connection = new Connection();
    connection.plaintext = true;
    assertThat(connection.credentials("mesh.example:7400"))
        .isInstanceOf(InsecureChannelCredentials.class);
  }

  @Test
  void plaintextAndCa_areRefusedTogether() {
    var connection = new Connection();
    connection.plaintext = true;
    connection.ca = folder;
    assertThatThrownBy(() -> connection.credentials("127.0.0.1:1"))
        .hasMessage("--plaintext: must not be given with --tls-... options");
  }

  @Test
  void certificateWithoutKey_isRefused() {
    var connection = new Connection();
    connection.certificate = folder;
    assertThatThrownBy(() -> connection.credentials("127.0.0.1:1"))
        .hasMessage("--tls-certificate and --tls-key must be given together");
  }

  @Test
  void token_fromItsFile_travelsWithEveryCallByTls() throws IOException {
    var authority = new TestAuthority("mesh");
    SecretFolder secret =
        SecretFolder.of(
            Files.createDirectories(folder.resolve("secret")),
            authority.issue("mesh.example"),
            authority);
    List<String> seen = new CopyOnWriteArrayList<>();
    Server server = server(secret, seen);
    var connection = new Connection();
    connection.ca = secret.ca();
    connection.serverName = "mesh.example";
    connection.tokenFile = Files.writeString(folder.resolve("token"), "lmesh_secret\n", UTF_8);
    ManagedChannel channel = connection.to("127.0.0.1:" + server.getPort()).build();
    try {
      HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }
    assertThat(seen).containsExactly("Bearer lmesh_secret");
  }

  private static Server server(SecretFolder secret, List<String> seen) throws IOException {
    return Grpc.newServerBuilderForPort(
            0, TlsServerCredentials.create(secret.certificate().toFile(), secret.key().toFile()))
        .addService(new HealthStatusManager().getHealthService())
        .intercept(new Seen(seen))
        .build()
        .start();
  }

  private record Seen(List<String> authorizations) implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      authorizations.add(
          String.valueOf(
              headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER))));
      return next.startCall(call, headers);
    }
  }
}
