package io.latentmesh.orchestrator.stage;

import io.latentmesh.orchestrator.sampling.Latent;

/** Turns latents into pixels. Thread-safe; calls block. */
public interface Vae {

  /**
   * Decodes one latent.
   *
   * @param model name of a model that the stage holds
   * @param latent in the autoencoder's own space
   */
  RgbImage decode(String model, Latent latent);

  /**
   * Describes a model; one that the stage has and does not hold now begins to load, and is
   * UNAVAILABLE (MODEL_LOADING) meanwhile.
   *
   * @param model its name; empty means the stage's default one
   */
  VaeDescription describe(String model);

  /** Describes the stage's default model. */
  default VaeDescription describe() {
    return describe("");
  }
}
