package io.latentmesh.cli.mesh;

/** The four kinds of processes. */
public enum Tier {
  TEXT_ENCODER("text-encoder", "io.latentmesh.textencoder.TextEncoderMain"),
  UNET("unet", "io.latentmesh.unet.UnetMain"),
  VAE("vae", "io.latentmesh.vae.VaeMain"),
  ORCHESTRATOR("orchestrator", "io.latentmesh.orchestrator.OrchestratorMain");

  private final String label;
  private final String mainClass;

  Tier(String label, String mainClass) {
    this.label = label;
    this.mainClass = mainClass;
  }

  /** What its processes are called: this, or this with a number. */
  public String label() {
    return label;
  }

  String mainClass() {
    return mainClass;
  }

  /** The tier of a process. */
  public static Tier of(MeshProcess process) {
    for (Tier tier : values()) {
      if (process.name().equals(tier.label) || process.name().startsWith(tier.label + "-")) {
        return tier;
      }
    }
    throw new IllegalArgumentException("no tier has a process '" + process.name() + "'");
  }
}
