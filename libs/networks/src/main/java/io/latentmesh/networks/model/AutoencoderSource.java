package io.latentmesh.networks.model;

import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.folder.VaeFolder;

/**
 * An autoencoder, a model's own or one to take in its place.
 *
 * @param encoder the same as {@code decoder} where one set of weights holds both
 */
public record AutoencoderSource(VaeConfig config, NetworkSource decoder, NetworkSource encoder) {

  /** Both halves from one set of weights. */
  public static AutoencoderSource of(VaeConfig config, StoredWeights weights) {
    return new AutoencoderSource(config, weights, weights);
  }

  /** That of a folder. */
  public static AutoencoderSource of(VaeFolder folder) {
    return of(folder.config(), StoredWeights.in(folder.weights()));
  }
}
