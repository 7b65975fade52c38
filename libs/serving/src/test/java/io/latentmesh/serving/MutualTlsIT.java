package io.latentmesh.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.latentmesh.serving.certificates.SecretFolder;
import io.latentmesh.serving.certificates.TestAuthority;
import io.latentmesh.serving.certificates.TestIdentity;
import io.latentmesh.serving.certificates.TlsOptions;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers and channels that show each other certificates. */
final class MutualTlsIT {
  private static final String SERVER = "tiers.example";
  private static final String ORCHESTRATOR = "spiffe://example/orchestrator";
  private static final StubEncoder ENCODER =
      new StubEncoder(_ -> EncodeResponse.getDefaultInstance());

  @TempDir Path folder = Path.of("");

  private final TestAuthority authority = new TestAuthority("mesh");
  private final Replicated mesh = new Replicated();

  @AfterEach
  void close() {
    mesh.close();
  }

  @BeforeEach
  void folders() throws IOException {
    Files.createDirectories(folder.resolve("server"));
    Files.createDirectories(folder.resolve("client"));
  }

  @Test
  void replicas_areProbedBalancedAndCalledOverTls() {
    SecretFolder server = secret("server", authority.issue(SERVER));
    mesh.start(List.of(ENCODER), TlsOptions.server(server));
    mesh.start(List.of(ENCODER), TlsOptions.server(server));
    Peer peer = peer(authority.issue(ORCHESTRATOR));
    Await.ready(peer, 2);
    assertThat(encode(peer.channel())).isEqualTo(EncodeResponse.getDefaultInstance());
  }

  @Test
  void caller_withoutCertificate_isTurnedAway() {
    GrpcProcess process = server(Map.of());
    assertThat(refusal(process, trusting(authority))).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void caller_withoutCertificateWhereNoneIsRequired_isServed() {
    GrpcProcess process = server(Map.of("tls.client-auth-required", "false"));
    assertThat(refusal(process, trusting(authority))).isEqualTo(Status.Code.OK);
  }

  @Test
  void caller_signedByAnotherAuthority_isTurnedAway() {
    TestIdentity foreign = new TestAuthority("mesh").issue(ORCHESTRATOR);
    assertThat(refusal(server(Map.of()), showing(foreign))).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void caller_withExpiredCertificate_isTurnedAway() {
    TestIdentity expired = authority.issueExpired(ORCHESTRATOR);
    assertThat(refusal(server(Map.of()), showing(expired))).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void caller_inPlaintext_isTurnedAway() {
    assertThat(refusal(server(Map.of()), InsecureChannelCredentials.create()))
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void caller_amongTheAllowed_isServed() {
    GrpcProcess process = server(Map.of("tls.allowed-identities", "other.example," + ORCHESTRATOR));
    assertThat(refusal(process, showing(authority.issue("x.example", ORCHESTRATOR))))
        .isEqualTo(Status.Code.OK);
  }

  @Test
  void caller_notAmongTheAllowed_isDeniedByName() {
    GrpcProcess process = server(Map.of("tls.allowed-identities", ORCHESTRATOR));
    ManagedChannel channel =
        Grpc.newChannelBuilder(
                "127.0.0.1:" + process.port(), showing(authority.issue("vae.example")))
            .overrideAuthority(SERVER)
            .build();
    try {
      var error = catchThrowableOfType(StatusRuntimeException.class, () -> encode(channel));
      ServiceException told = StatusDetails.decode(error);
      assertThat(told.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(told.reason()).isEqualTo("CALLER_NOT_ALLOWED");
      assertThat(told.message()).endsWith("it names vae.example");
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void server_ofAnotherName_isNotCalled() {
    mesh.start(
        List.of(ENCODER), TlsOptions.server(secret("server", authority.issue("evil.example"))));
    Peer peer = peer(authority.issue(ORCHESTRATOR));
    assertThat(failure(peer.channel())).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void server_signedByAnotherAuthority_isNotCalled() {
    TestAuthority foreign = new TestAuthority("mesh");
    mesh.start(
        List.of(ENCODER),
        TlsOptions.server(
            SecretFolder.of(folder.resolve("server"), foreign.issue(SERVER), authority)));
    Peer peer = peer(authority.issue(ORCHESTRATOR));
    assertThat(failure(peer.channel())).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void certificate_replacedByABrokenOne_staysInUseAndIsCounted() {
    SecretFolder secret = secret("server", authority.issue(SERVER));
    GrpcProcess process = mesh.start(List.of(ENCODER), TlsOptions.server(secret));
    TestIdentity next = authority.issue(SERVER);
    secret.replace(
        Map.of(
            SecretFolder.CERTIFICATE, next.certificate(),
            SecretFolder.KEY, "no key",
            SecretFolder.CA, authority.certificate()));
    Await.until("it is refused", () -> series("file_reloads_total{.*server\".*refused\"}") == 1);
    assertThat(refusal(process, showing(authority.issue(ORCHESTRATOR)))).isEqualTo(Status.Code.OK);
    assertThat(series("file_reloads_total{.*server\".*loaded\"}")).isZero();
  }

  @Test
  void authority_replaced_turnsAwayWhomTheFormerSigned() {
    SecretFolder secret = secret("server", authority.issue(SERVER));
    GrpcProcess process = mesh.start(List.of(ENCODER), TlsOptions.server(secret));
    secret.replace(authority.issue(SERVER), new TestAuthority("next"));
    Await.until("it is loaded", () -> series("file_reloads_total{.*client-ca\".*loaded\"}") == 1);
    assertThat(refusal(process, showing(authority.issue(ORCHESTRATOR))))
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void expiry_isASeriesOfEachCertificate() {
    server(Map.of());
    peer(authority.issue(ORCHESTRATOR));
    double now = System.currentTimeMillis() / 1000.0;
    for (String cert : List.of("server", "server-client-ca", "test-ca", "test-client")) {
      assertThat(series("tls_certificate_expiry_timestamp_seconds{.*cert=\"" + cert + "\"}"))
          .isGreaterThan(now);
    }
  }

  @Test
  void healthPort_answersProbesInPlaintextAndNothingElse() {
    GrpcProcess process = server(Map.of("health-port", "0"));
    ManagedChannel plain =
        Grpc.newChannelBuilder(
                "127.0.0.1:" + process.healthPort(), InsecureChannelCredentials.create())
            .build();
    try {
      assertThat(
              HealthGrpc.newBlockingStub(plain)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
      assertThat(failure(plain)).isEqualTo(Status.Code.UNIMPLEMENTED);
    } finally {
      plain.shutdownNow();
    }
  }

  @Test
  void healthPort_byDefault_isClosed() {
    assertThat(server(Map.of()).healthPort()).isEqualTo(-1);
  }

  private GrpcProcess server(Map<String, String> settings) {
    Map<String, String> all =
        new HashMap<>(TlsOptions.server(secret("server", authority.issue(SERVER))));
    all.putAll(settings);
    return mesh.start(List.of(ENCODER), all);
  }

  private Peer peer(TestIdentity identity) {
    Map<String, String> all = new HashMap<>(TlsOptions.peer(secret("client", identity)));
    all.put("tls.server-name", SERVER);
    return mesh.peer(all);
  }

  private SecretFolder secret(String name, TestIdentity identity) {
    return SecretFolder.of(folder.resolve(name), identity, authority);
  }

  private double series(String pattern) {
    Matcher line =
        Pattern.compile(
                "(?m)^latentmesh_" + pattern.replace("{", "\\{").replace("}", "\\}") + " (.+)$")
            .matcher(mesh.metrics().scrape());
    return line.find() ? Double.parseDouble(line.group(1)) : Double.NaN;
  }

  /** The code of a call made with these credentials, OK if it is answered. */
  private static Status.Code refusal(GrpcProcess process, ChannelCredentials credentials) {
    ManagedChannel channel =
        Grpc.newChannelBuilder("127.0.0.1:" + process.port(), credentials)
            .overrideAuthority(SERVER)
            .build();
    try {
      return failure(channel);
    } finally {
      channel.shutdownNow();
    }
  }

  private static Status.Code failure(ManagedChannel channel) {
    var error = catchThrowableOfType(StatusRuntimeException.class, () -> encode(channel));
    return error == null ? Status.Code.OK : error.getStatus().getCode();
  }

  private static EncodeResponse encode(ManagedChannel channel) {
    return TextEncoderServiceGrpc.newBlockingStub(channel)
        .encode(EncodeRequest.getDefaultInstance());
  }

  private static ChannelCredentials trusting(TestAuthority authority) {
    return trust(authority).build();
  }

  private ChannelCredentials showing(TestIdentity identity) {
    try {
      return trust(authority)
          .keyManager(stream(identity.certificate()), stream(identity.key()))
          .build();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TlsChannelCredentials.Builder trust(TestAuthority authority) {
    try {
      return TlsChannelCredentials.newBuilder().trustManager(stream(authority.certificate()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
