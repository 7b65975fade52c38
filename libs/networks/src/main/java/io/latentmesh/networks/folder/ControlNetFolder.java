package io.latentmesh.networks.folder;

import java.nio.file.Path;

/**
 * A ControlNet as diffusers lays it out: {@code config.json} and {@code
 * diffusion_pytorch_model.safetensors}. Holds no files open.
 *
 * @param root the folder, absolute; links are not resolved
 */
public record ControlNetFolder(Path root, ControlNetConfig config) {

  /**
   * Opens a folder and finds its weights.
   *
   * @throws ModelFolderException if a file is missing, or the config asks for what is not supported
   */
  public static ControlNetFolder open(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    ControlNetFolder opened =
        new ControlNetFolder(root, ControlNetConfig.read(root.resolve("config.json")));
    WeightFiles.find(root, "diffusion_pytorch_model");
    return opened;
  }

  /** The weights; links are not resolved. */
  public Path weights() {
    return WeightFiles.find(root, "diffusion_pytorch_model");
  }
}
