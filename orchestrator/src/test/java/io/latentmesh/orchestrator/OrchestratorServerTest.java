package io.latentmesh.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.latentmesh.serving.Settings;
import io.latentmesh.serving.SettingsException;
import io.latentmesh.serving.SettingsSources;
import io.latentmesh.v1.GenerateImagesRequest;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.ImageServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A whole orchestrator whose stages are not there. */
class OrchestratorServerTest {
  private final OrchestratorServer server;
  private final ManagedChannel channel;

  OrchestratorServerTest() throws IOException {
    server = OrchestratorServer.start(settings(nobodysTarget()));
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void request_whileStagesAreAbsent_isUnavailableNamingTheStage() {
    var request =
        GenerateImagesRequest.newBuilder()
            .setRequest(GenerateRequest.newBuilder().setPrompt("a red heart"))
            .build();
    var failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> ImageServiceGrpc.newBlockingStub(channel).generateImages(request));
    assertThat(failure.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(failure.getStatus().getDescription()).startsWith("text-encoder: ");
  }

  @Test
  void tenantHeader_thatIsTooLong_isRefusedNamingHeaderAndBound() {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("latentmesh-tenant", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(129));
    var client =
        ImageServiceGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    var failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> client.generateImages(GenerateImagesRequest.getDefaultInstance()));
    assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(failure.getStatus().getDescription())
        .isEqualTo("latentmesh-tenant: must have at most 128 characters, has 129");
  }

  @Test
  void health_whileStagesAreAbsent_isNotServing() {
    var health = HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
    assertThat(health.getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
  }

  @Test
  void startup_whileStagesAreAbsent_isServing() {
    var startup =
        HealthGrpc.newBlockingStub(channel)
            .check(HealthCheckRequest.newBuilder().setService("startup").build());
    assertThat(startup.getStatus()).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void limits_notSet_areTheDefaults() throws IOException {
    var limits = settings(nobodysTarget()).limits().toLimits();
    assertThat(limits.maxImages()).isEqualTo(16);
    assertThat(limits.maxPixels()).isEqualTo(1 << 20);
  }

  @Test
  void settings_withoutPeers_nameEveryMissingOne() {
    assertThatThrownBy(() -> Settings.load(OrchestratorSettings.class, SettingsSources.defaults()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("latentmesh.peers.text-encoder.target")
        .hasMessageContaining("latentmesh.peers.unet.target")
        .hasMessageContaining("latentmesh.peers.vae.target");
  }

  private static OrchestratorSettings settings(String target) {
    Map<String, String> values = new HashMap<>();
    for (String peer : new String[] {"text-encoder", "unet", "vae"}) {
      values.put("latentmesh.peers." + peer + ".target", target);
    }
    return Settings.load(
        OrchestratorSettings.class, SettingsSources.defaults().withOverrides(values));
  }

  /** A port that was free a moment ago. */
  private static String nobodysTarget() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }
}
