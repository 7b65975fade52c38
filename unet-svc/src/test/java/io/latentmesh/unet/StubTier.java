package io.latentmesh.unet;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.latentmesh.serving.Settings;
import io.latentmesh.serving.SettingsSources;
import io.latentmesh.serving.model.ModelServer;
import io.latentmesh.unet.engine.BatchDenoiser;
import io.latentmesh.v1.DenoiserServiceGrpc;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;

/** The whole process around a network that is no file, and a client's channel to it. */
final class StubTier implements AutoCloseable {
  final ModelServer server;
  final ManagedChannel channel;

  /**
   * A tier that serves {@code network}.
   *
   * @param overrides settings that differ from the defaults
   */
  StubTier(BatchDenoiser network, Map<String, String> overrides) {
    Map<String, String> settings = new HashMap<>(overrides);
    settings.put("latentmesh.model.path", "no model on disk");
    server =
        UnetServer.start(
            Settings.load(UnetSettings.class, SettingsSources.defaults().withOverrides(settings)),
            new HostedModel(Messages.DESCRIPTION, network, 3));
    channel =
        Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
            .build();
    server.awaitServing();
  }

  DenoiserServiceGrpc.DenoiserServiceStub stub() {
    return DenoiserServiceGrpc.newStub(channel);
  }

  /** A stream that was opened with {@link Messages#open}. */
  DenoiseClient open() throws InterruptedException {
    DenoiseClient client = new DenoiseClient(stub());
    client.send(Messages.of(Messages.open()));
    client.next();
    return client;
  }

  String metricsPage() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI page = URI.create("http://127.0.0.1:" + server.metricsPort() + "/metrics");
      return http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
    }
  }

  /** The value of the one series that begins with {@code series}. */
  double metric(String series) throws IOException, InterruptedException {
    return metricsPage()
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no series " + series));
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
  }
}
