package io.latentmesh.orchestrator.sampling;

/** Latents of one value, for tests whose arithmetic is the same for every element. */
final class Latents {
  private Latents() {}

  static Latent of(double value) {
    return Latent.of(new LatentShape(1, 1, 1), new float[] {(float) value});
  }

  static double value(Latent latent) {
    return latent.toArray()[0];
  }
}
