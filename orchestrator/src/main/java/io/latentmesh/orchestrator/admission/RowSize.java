package io.latentmesh.orchestrator.admission;

import io.latentmesh.orchestrator.sampling.LatentShape;

/**
 * What the time of a denoiser's row depends on.
 *
 * @param tokens conditioning length
 */
public record RowSize(LatentShape latentShape, int tokens) {

  /** Height times width of the latent. */
  long latentPixels() {
    return (long) latentShape.height() * latentShape.width();
  }
}
