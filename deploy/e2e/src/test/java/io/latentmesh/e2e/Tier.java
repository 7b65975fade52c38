package io.latentmesh.e2e;

/** The services of a mesh; the stage is how errors name it. */
enum Tier {
  TEXT_ENCODER("text-encoder"),
  UNET("unet"),
  VAE("vae"),
  ORCHESTRATOR("orchestrator");

  private final String stage;

  Tier(String stage) {
    this.stage = stage;
  }

  String stage() {
    return stage;
  }
}
