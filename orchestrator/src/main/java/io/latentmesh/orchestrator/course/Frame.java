package io.latentmesh.orchestrator.course;

import io.latentmesh.orchestrator.model.Model;
import io.latentmesh.orchestrator.model.ModelKind;
import io.latentmesh.orchestrator.sampling.LatentShape;

/**
 * What a course is planned for.
 *
 * @param width of what is drawn, in pixels
 * @param height of what is drawn, in pixels
 */
public record Frame(Model model, int width, int height) {
  /** Whether its latents can be counted; if not, the size is far above any limit. */
  boolean isCountable() {
    long factor = model.vae().scaleFactor();
    return model.vae().latentChannels() * (height / factor) * (width / factor) <= Integer.MAX_VALUE;
  }

  /** Of the latents that are drawn. */
  LatentShape latentShape() {
    int factor = model.vae().scaleFactor();
    return new LatentShape(
        model.vae().latentChannels(), Math.max(1, height / factor), Math.max(1, width / factor));
  }

  /** Of a model that the catalog has accepted. */
  ModelKind kind() {
    return ModelKind.of(model.denoiser(), model.vae()).orElseThrow();
  }
}
