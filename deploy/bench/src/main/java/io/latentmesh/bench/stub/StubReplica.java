package io.latentmesh.bench.stub;

import io.latentmesh.bench.Scrape;
import io.latentmesh.serving.Settings;
import io.latentmesh.serving.SettingsSources;
import io.latentmesh.serving.model.ModelServer;
import io.latentmesh.unet.HostedModel;
import io.latentmesh.unet.UnetServer;
import io.latentmesh.unet.UnetSettings;
import java.util.HashMap;
import java.util.Map;

/** One replica of the denoiser: the product's own server and engine around a stub network. */
public final class StubReplica implements AutoCloseable {
  private final ModelServer server;

  private StubReplica(ModelServer server) {
    this.server = server;
  }

  /** Starts a replica and returns when it serves. */
  public static StubReplica start(HostedModel model, Map<String, String> overrides) {
    Map<String, String> settings = new HashMap<>(overrides);
    settings.put("latentmesh.model.path", "none");
    ModelServer server =
        UnetServer.start(
            Settings.load(UnetSettings.class, SettingsSources.defaults().withOverrides(settings)),
            model);
    try {
      server.awaitServing();
      return new StubReplica(server);
    } catch (RuntimeException failure) {
      server.close();
      throw failure;
    }
  }

  /** host:port for calls. */
  public String address() {
    return "127.0.0.1:" + server.port();
  }

  /** Its metrics page, as it is now. */
  public Scrape scrape() {
    return Scrape.from("http://127.0.0.1:" + server.metricsPort() + "/metrics");
  }

  /** Rows that its forwards have answered. */
  public double rows() {
    return scrape().sum("latentmesh_steps_total");
  }

  /** Lets open streams end or move, and ends. */
  @Override
  public void close() {
    server.drain();
  }
}
