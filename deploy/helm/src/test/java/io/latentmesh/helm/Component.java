package io.latentmesh.helm;

import io.latentmesh.orchestrator.OrchestratorSettings;
import io.latentmesh.textencoder.TextEncoderSettings;
import io.latentmesh.unet.UnetSettings;
import io.latentmesh.vae.VaeSettings;

/** The four processes of an installation. */
enum Component {
  ORCHESTRATOR(
      "orchestrator", "orchestrator", "latentmesh.v1.ImageService", OrchestratorSettings.class),
  TEXT_ENCODER(
      "textEncoder",
      "text-encoder-svc",
      "latentmesh.v1.TextEncoderService",
      TextEncoderSettings.class),
  UNET("unet", "unet-svc", "latentmesh.v1.DenoiserService", UnetSettings.class),
  VAE("vae", "vae-svc", "latentmesh.v1.VaeService", VaeSettings.class);

  /** In the values. */
  final String key;

  /** Of the process. */
  final String process;

  /** The gRPC service that readiness asks for. */
  final String service;

  final Class<?> settings;

  Component(String key, String process, String service, Class<?> settings) {
    this.key = key;
    this.process = process;
    this.service = service;
    this.settings = settings;
  }

  boolean isTier() {
    return this != ORCHESTRATOR;
  }

  /** Of its Deployment, Service and whatever else it has one of. */
  String objectName() {
    return "mesh-latentmesh-" + process.replace("-svc", "");
  }
}
