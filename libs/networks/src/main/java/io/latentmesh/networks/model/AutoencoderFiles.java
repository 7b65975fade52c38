package io.latentmesh.networks.model;

import io.latentmesh.networks.checkpoint.CheckpointComponent;
import io.latentmesh.networks.checkpoint.SingleFileVae;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.folder.VaeFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Autoencoders that take the place of a model's own. */
final class AutoencoderFiles {
  private AutoencoderFiles() {}

  /** The chosen one if there is one, else the model's own. */
  static AutoencoderSource instead(AutoencoderSource own, ModelOptions options) {
    return options.vae().map(path -> inPlaceOf(own, path)).orElse(own);
  }

  /**
   * A file says nothing of how latents are scaled and how wide it must be computed, so one that
   * takes another's place does as that one; a folder's config says it.
   */
  private static AutoencoderSource inPlaceOf(AutoencoderSource own, Path path) {
    AutoencoderSource other = open(path);
    boolean says = Files.isDirectory(path) || config(path).isPresent();
    return says
        ? other
        : new AutoencoderSource(
            other.config().inPlaceOf(own.config()), other.decoder(), other.encoder());
  }

  /** A folder, or a file alone. */
  static AutoencoderSource open(Path path) {
    if (!Files.isRegularFile(path)) {
      return AutoencoderSource.of(VaeFolder.open(path));
    }
    CheckpointComponent found = SingleFileVae.open(path);
    VaeConfig config =
        config(path)
            .map(VaeConfig::read)
            .orElseGet(() -> VaeConfig.parse(found.configOrigin(), found.configJson()));
    return AutoencoderSource.of(config, StoredWeights.of(found.weights()));
  }

  /** The config beside a file that lies in a component's folder. */
  private static Optional<Path> config(Path file) {
    boolean component = file.endsWith("diffusion_pytorch_model.safetensors");
    return Optional.of(file.resolveSibling("config.json"))
        .filter(config -> component && Files.isRegularFile(config));
  }
}
