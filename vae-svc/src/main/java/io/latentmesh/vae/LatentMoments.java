package io.latentmesh.vae;

/** The normal distribution over latents that an image encodes to; both of one size. */
record LatentMoments(Planes mean, Planes logVariance) {
  boolean isFinite() {
    return mean.isFinite() && logVariance.isFinite();
  }
}
