package io.latentmesh.networks.checkpoint;

import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorSet;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.nio.file.Path;
import java.util.Map;

/**
 * An autoencoder alone in a file, under the names of the latent-diffusion code or of the reference,
 * or the one of a whole checkpoint.
 */
public final class SingleFileVae {
  static final String PREFIX = "first_stage_model.";

  /** Of most models; a file says nothing of it. */
  private static final VaeShapes.Habits USUAL = new VaeShapes.Habits(0.18215, 64, false);

  private SingleFileVae() {}

  /**
   * Opens the file: its header only. The config's scaling factor is only the usual one.
   *
   * @throws CheckpointException if it has no autoencoder
   * @throws io.latentmesh.networks.safetensors.SafetensorsException if it is malformed
   */
  public static CheckpointComponent open(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    try (SafetensorsFile tensors = SafetensorsFile.open(absolute)) {
      NamedTensors all = NamedTensors.of(tensors.tensors());
      NamedTensors below = all.below(PREFIX);
      NamedTensors vae = named(absolute, below.isEmpty() ? all : below);
      return new CheckpointComponent(
          "vae",
          "AutoencoderKL",
          new TensorSet(absolute, vae.slices()),
          Json.of(new VaeShapes(vae).config(USUAL)),
          absolute);
    }
  }

  /** Under the reference's names. */
  private static NamedTensors named(Path file, NamedTensors stored) {
    if (stored.has("encoder.down_blocks.0.resnets.0.conv2.weight")) {
      return stored;
    }
    if (!stored.has("decoder.conv_in.weight")) {
      throw new CheckpointException(
          file, "must have an autoencoder with a tensor 'decoder.conv_in.weight', has none");
    }
    Map<String, TensorSlice> slices = VaeNames.of(stored).translate(stored);
    return new NamedTensors(file, "", slices);
  }
}
