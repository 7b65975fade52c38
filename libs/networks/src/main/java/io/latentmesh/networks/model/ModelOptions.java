package io.latentmesh.networks.model;

import io.latentmesh.networks.checkpoint.PredictionType;
import io.latentmesh.networks.checkpoint.SingleFileOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the owner of a model wants otherwise, or knows and the files do not say.
 *
 * @param vae an autoencoder in place of the model's own: a folder, or a safetensors file; absent:
 *     the model's own
 * @param configFolder see {@link SingleFileOptions}; a checkpoint in one file only
 * @param predictionType see {@link SingleFileOptions}; a checkpoint in one file only
 */
public record ModelOptions(
    Optional<Path> vae, Optional<Path> configFolder, Optional<PredictionType> predictionType) {

  /** The model as it is. */
  public static ModelOptions none() {
    return new ModelOptions(Optional.empty(), Optional.empty(), Optional.empty());
  }

  SingleFileOptions ofSingleFile() {
    return new SingleFileOptions(predictionType, configFolder);
  }

  /** Whether something is said that only a checkpoint in one file needs to be told. */
  boolean sayMoreThanFoldersTake() {
    return configFolder.isPresent() || predictionType.isPresent();
  }
}
