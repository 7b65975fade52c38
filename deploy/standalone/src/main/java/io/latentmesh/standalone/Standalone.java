package io.latentmesh.standalone;

import io.latentmesh.orchestrator.OrchestratorServer;
import io.latentmesh.orchestrator.OrchestratorSettings;
import io.latentmesh.serving.Settings;
import io.latentmesh.serving.SettingsSources;
import io.latentmesh.serving.model.ModelServer;
import io.latentmesh.textencoder.TextEncoderServer;
import io.latentmesh.textencoder.TextEncoderSettings;
import io.latentmesh.unet.UnetServer;
import io.latentmesh.unet.UnetSettings;
import io.latentmesh.vae.VaeServer;
import io.latentmesh.vae.VaeSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A mesh in one process, on free ports of the loopback interface. Closing drains the orchestrator
 * first, then the stages: a peer is there as long as somebody may call it.
 */
public final class Standalone implements AutoCloseable {
  private static final String HOST = "127.0.0.1:";

  private final ModelServer textEncoder;
  private final ModelServer unet;
  private final ModelServer vae;
  private final OrchestratorServer orchestrator;

  private Standalone(
      ModelServer textEncoder, ModelServer unet, ModelServer vae, Map<String, String> overrides) {
    this.textEncoder = textEncoder;
    this.unet = unet;
    this.vae = vae;
    this.orchestrator = orchestrator(overrides);
  }

  /** A mesh of one model with the services' own defaults. */
  public static Standalone start(Path model) {
    return start(model, Map.of());
  }

  /**
   * Starts all services, loads the networks side by side, and returns when the mesh serves.
   *
   * @param model a diffusers folder
   * @param overrides settings by full name, for every service that has them
   */
  public static Standalone start(Path model, Map<String, String> overrides) {
    var sources = sources(overrides, InnerTiers.settings(model, overrides, System.getenv()));
    ModelServer unet = UnetServer.start(Settings.load(UnetSettings.class, sources));
    ModelServer textEncoder =
        TextEncoderServer.start(Settings.load(TextEncoderSettings.class, sources));
    ModelServer vae = VaeServer.start(Settings.load(VaeSettings.class, sources));
    try {
      var mesh = new Standalone(textEncoder, unet, vae, overrides);
      mesh.awaitServing();
      return mesh;
    } catch (RuntimeException failure) {
      close(unet, textEncoder, vae);
      throw failure;
    }
  }

  /** host:port of the public API. */
  public String address() {
    return HOST + orchestrator.port();
  }

  public OrchestratorServer orchestrator() {
    return orchestrator;
  }

  public ModelServer textEncoder() {
    return textEncoder;
  }

  public ModelServer unet() {
    return unet;
  }

  public ModelServer vae() {
    return vae;
  }

  @Override
  public void close() {
    orchestrator.close();
    close(unet, textEncoder, vae);
  }

  private void awaitServing() {
    textEncoder.awaitServing();
    vae.awaitServing();
    unet.awaitServing();
  }

  private OrchestratorServer orchestrator(Map<String, String> overrides) {
    var peers =
        Map.of(
            "latentmesh.peers.text-encoder.target", HOST + textEncoder.port(),
            "latentmesh.peers.unet.target", HOST + unet.port(),
            "latentmesh.peers.vae.target", HOST + vae.port());
    return OrchestratorServer.start(
        Settings.load(OrchestratorSettings.class, sources(overrides, peers)));
  }

  private static SettingsSources sources(Map<String, String> overrides, Map<String, String> own) {
    Map<String, String> all = new HashMap<>(overrides);
    all.putAll(own);
    return SettingsSources.defaults().withEnvironment(System.getenv()).withOverrides(all);
  }

  private static void close(ModelServer... servers) {
    for (ModelServer server : servers) {
      server.close();
    }
  }
}
