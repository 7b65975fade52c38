package io.latentmesh.networks.model;

import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.UnetConfig;

/**
 * A model's denoiser.
 *
 * @param pooledSize width of the model's pooled text; only networks that take {@code text_time} see
 *     it
 */
public record DenoiserSource(UnetConfig config, int pooledSize, NetworkSource network) {

  /** That of a diffusers folder. */
  public static DenoiserSource of(DiffusersFolder folder) {
    return new DenoiserSource(
        folder.unetConfig(),
        folder.textEncoders().getLast().config().projectionSize(),
        StoredWeights.in(folder.unetWeights()));
  }
}
