package io.latentmesh.cli.mesh;

/** How many processes of each model tier there are, at least 1 of each. */
public record Replicas(int textEncoder, int unet, int vae) {
  public static final Replicas SINGLE = new Replicas(1, 1, 1);

  int of(Tier tier) {
    return switch (tier) {
      case TEXT_ENCODER -> textEncoder;
      case UNET -> unet;
      case VAE -> vae;
      case ORCHESTRATOR -> 1;
    };
  }

  int total() {
    return textEncoder + unet + vae + 1;
  }
}
