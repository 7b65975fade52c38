package io.latentmesh.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.latentmesh.cli.repository.Repository;
import io.latentmesh.orchestrator.access.NewToken;
import io.latentmesh.serving.certificates.SecretFolder;
import io.latentmesh.serving.certificates.TestAuthority;
import io.latentmesh.serving.certificates.TestIdentity;
import io.latentmesh.serving.certificates.TlsOptions;
import io.latentmesh.standalone.Standalone;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.ImageServiceGrpc;
import io.latentmesh.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import io.latentmesh.v1.ListSamplersRequest;
import io.latentmesh.v1.VaeServiceGetModelRequest;
import io.latentmesh.v1.VaeServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A whole mesh in the production profile: mutual TLS on every hop, and tokens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecureMeshIT {
  /** 50 with {@code -Dlatentmesh.rotations=50}. */
  private static final int ROTATIONS = Integer.getInteger("latentmesh.rotations", 5);

  private static final int CLIENTS = 2;
  private static final String MESH = "mesh.example";
  private static final String ORCHESTRATOR = "spiffe://mesh.example/orchestrator";
  private static final String CLIENT = "client.example";
  private static final List<String> PEERS = List.of("text-encoder", "unet", "vae");
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final TestAuthority authority = new TestAuthority("mesh");
  private final NewToken token =
      NewToken.draw(new SecureRandom(), "name=e2e tenant=acme priority=interactive");
  private final SecretFolder server;
  private final SecretFolder orchestrator;
  private final Standalone mesh;

  SecureMeshIT(@TempDir Path folder) throws IOException {
    server =
        SecretFolder.of(
            Files.createDirectories(folder.resolve("server")), authority.issue(MESH), authority);
    orchestrator =
        SecretFolder.of(
            Files.createDirectories(folder.resolve("orchestrator")),
            authority.issue(ORCHESTRATOR),
            authority);
    Path tokens = Files.writeString(folder.resolve("tokens"), token.line() + "\n");
    mesh = Standalone.start(Repository.demoModel(), settings(tokens));
  }

  @BeforeAll
  void awaitModels() {
    Await.until(() -> failure(this::draw) == Code.OK);
  }

  @AfterAll
  void close() {
    mesh.close();
  }

  @Test
  void certificatesReplacedUnderLoad_failNoCall() throws InterruptedException {
    var drawn = new AtomicInteger();
    var failures = new AtomicInteger();
    var over = new AtomicBoolean();
    List<Thread> load =
        IntStream.range(0, CLIENTS)
            .mapToObj(_ -> Thread.ofPlatform().start(() -> load(drawn, failures, over)))
            .toList();
    int before = reloads(mesh.unet().metricsPort());
    for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
      server.replace(authority.issue(MESH), authority);
      orchestrator.replace(authority.issue(ORCHESTRATOR), authority);
      int loaded = before + rotation;
      Await.until(() -> reloads(mesh.unet().metricsPort()) == loaded);
      Await.until(() -> reloads(mesh.orchestrator().metricsPort()) == (1 + PEERS.size()) * loaded);
      int then = drawn.get();
      Await.until(() -> drawn.get() + failures.get() >= then + CLIENTS + 1);
    }
    over.set(true);
    for (Thread client : load) {
      client.join();
    }
    assertThat(failures).hasValue(0);
    assertThat(drawn).hasValueGreaterThan(ROTATIONS * CLIENTS);
  }

  @Test
  void client_withoutCertificate_isTurnedAway() {
    assertThat(asked(trust().build(), token.text())).isEqualTo(Code.UNAVAILABLE);
  }

  @Test
  void client_signedByAnotherAuthority_isTurnedAway() {
    TestIdentity foreign = new TestAuthority("mesh").issue(CLIENT);
    assertThat(asked(showing(foreign), token.text())).isEqualTo(Code.UNAVAILABLE);
  }

  @Test
  void client_withExpiredCertificate_isTurnedAway() {
    assertThat(asked(showing(authority.issueExpired(CLIENT)), token.text()))
        .isEqualTo(Code.UNAVAILABLE);
  }

  @Test
  void client_ofAnotherName_isDenied() {
    assertThat(asked(showing(authority.issue("stranger.example")), token.text()))
        .isEqualTo(Code.PERMISSION_DENIED);
  }

  @Test
  void client_withWrongToken_isUnauthenticated() {
    String wrong = NewToken.draw(new SecureRandom(), "name=x tenant=acme").text();
    assertThat(asked(client(), wrong)).isEqualTo(Code.UNAUTHENTICATED);
  }

  @Test
  void client_withCertificateAndToken_isServed() {
    assertThat(asked(client(), token.text())).isEqualTo(Code.OK);
  }

  @Test
  void tier_calledByAStranger_isDenied() {
    var stranger = showing(authority.issue("stranger.example"));
    assertThat(called(stranger)).isEqualTo(Code.PERMISSION_DENIED);
    assertThat(called(trust().build())).isEqualTo(Code.UNAVAILABLE);
  }

  @Test
  void reflection_inProduction_isNotThere() {
    ManagedChannel channel = channel(client(), mesh.orchestrator().port());
    try {
      var answers =
          ClientCalls.blockingServerStreamingCall(
              channel,
              ServerReflectionGrpc.getServerReflectionInfoMethod().toBuilder()
                  .setType(MethodType.SERVER_STREAMING)
                  .build(),
              CallOptions.DEFAULT,
              ServerReflectionRequest.getDefaultInstance());
      assertThat(failure(answers::hasNext)).isEqualTo(Code.UNIMPLEMENTED);
    } finally {
      channel.shutdownNow();
    }
  }

  private Map<String, String> settings(Path tokens) {
    Map<String, String> all = new HashMap<>();
    TlsOptions.server(server).forEach((key, value) -> all.put("latentmesh.server." + key, value));
    all.put("latentmesh.server.tls.allowed-identities", ORCHESTRATOR + "," + CLIENT);
    all.put("latentmesh.server.profile", "production");
    all.put("latentmesh.server.max-connection-age", "500ms"); // Every hop shakes hands often.
    all.put("latentmesh.server.drain-timeout", "1s");
    all.put("latentmesh.access.file", tokens.toString());
    for (String peer : PEERS) {
      String prefix = "latentmesh.peers." + peer + ".";
      TlsOptions.peer(orchestrator).forEach((key, value) -> all.put(prefix + key, value));
      all.put(prefix + "tls.server-name", MESH);
    }
    return all;
  }

  /** Draws pictures, each over a connection of its own. */
  private void load(AtomicInteger drawn, AtomicInteger failures, AtomicBoolean over) {
    while (!over.get()) {
      (failure(this::draw) == Code.OK ? drawn : failures).incrementAndGet();
    }
  }

  private void draw() {
    ManagedChannel channel = channel(client(), mesh.orchestrator().port());
    try {
      Iterator<GenerateResponse> events =
          images(channel, token.text()).generate(Client.quick("a red heart").build());
      while (events.hasNext()) {
        events.next();
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private Code asked(ChannelCredentials credentials, String secret) {
    ManagedChannel channel = channel(credentials, mesh.orchestrator().port());
    try {
      return failure(
          () -> images(channel, secret).listSamplers(ListSamplersRequest.getDefaultInstance()));
    } finally {
      channel.shutdownNow();
    }
  }

  private Code called(ChannelCredentials credentials) {
    ManagedChannel channel = channel(credentials, mesh.vae().port());
    try {
      return failure(() ->
          VaeServiceGrpc.newBlockingStub(channel)
              .getModel(VaeServiceGetModelRequest.getDefaultInstance()));
    } finally {
      channel.shutdownNow();
    }
  }

  private static Code failure(ThrowingCallable call) {
    var failure = catchThrowableOfType(StatusRuntimeException.class, call);
    return failure == null ? Code.OK : failure.getStatus().getCode();
  }

  /** Certificates that a process has taken into use since its start; none may be refused. */
  private static int reloads(int metricsPort) {
    return (int)
        Client.metric(
            "http://127.0.0.1:" + metricsPort + "/metrics", "latentmesh_file_reloads_total");
  }

  private static ImageServiceBlockingStub images(ManagedChannel channel, String secret) {
    var headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + secret);
    return ImageServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static ManagedChannel channel(ChannelCredentials credentials, int port) {
    return Grpc.newChannelBuilder("127.0.0.1:" + port, credentials).overrideAuthority(MESH).build();
  }

  private ChannelCredentials client() {
    return showing(authority.issue(CLIENT));
  }

  private ChannelCredentials showing(TestIdentity identity) {
    try {
      return trust().keyManager(stream(identity.certificate()), stream(identity.key())).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TlsChannelCredentials.Builder trust() {
    try {
      return TlsChannelCredentials.newBuilder().trustManager(stream(authority.certificate()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
