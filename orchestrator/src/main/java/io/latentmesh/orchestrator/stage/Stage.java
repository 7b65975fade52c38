package io.latentmesh.orchestrator.stage;

/** Where an image is on its way; the name that errors, metrics and health reports use. */
public enum Stage {
  TEXT_ENCODER("text-encoder"),
  UNET("unet"),
  VAE("vae");

  private final String label;

  Stage(String label) {
    this.label = label;
  }

  /** For people: {@code text-encoder}, {@code unet} or {@code vae}. */
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }
}
