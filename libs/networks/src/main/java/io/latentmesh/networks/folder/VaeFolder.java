package io.latentmesh.networks.folder;

import java.nio.file.Path;

/**
 * An autoencoder's folder, a model's own or one to take in its place: {@code config.json} and
 * {@code diffusion_pytorch_model.safetensors}. Holds no files open.
 *
 * @param root the folder, absolute; links are not resolved
 */
public record VaeFolder(Path root, VaeConfig config) {

  /**
   * Opens a folder and finds its weights.
   *
   * @throws ModelFolderException if a file is missing, or the config asks for what is not supported
   */
  public static VaeFolder open(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    VaeFolder opened = new VaeFolder(root, VaeConfig.read(root.resolve("config.json")));
    WeightFiles.find(root, "diffusion_pytorch_model");
    return opened;
  }

  /** The weights; links are not resolved. */
  public Path weights() {
    return WeightFiles.find(root, "diffusion_pytorch_model");
  }
}
