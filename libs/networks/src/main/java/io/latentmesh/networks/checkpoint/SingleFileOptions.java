package io.latentmesh.networks.checkpoint;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the owner of a checkpoint knows and the file may not say.
 *
 * @param predictionType absent: as the file or a config beside it says, else its family's usual one
 * @param configFolder a diffusers folder whose configs describe the checkpoint; its weights are not
 *     looked at. Absent: a folder with a {@code model_index.json} that is beside the file and has
 *     its name without the ending, else the file's own folder; else shapes and the family decide
 */
public record SingleFileOptions(
    Optional<PredictionType> predictionType, Optional<Path> configFolder) {

  /** Nothing is known. */
  public static SingleFileOptions none() {
    return new SingleFileOptions(Optional.empty(), Optional.empty());
  }
}
