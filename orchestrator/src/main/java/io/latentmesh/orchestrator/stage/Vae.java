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

  /** Describes the stage's default model. */
  VaeDescription describe();
}
