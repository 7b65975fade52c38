package io.latentmesh.networks.folder;

import java.nio.file.Path;
import java.util.List;

/**
 * Shape of a denoiser: {@code unet/config.json} with the defaults of diffusers' {@code
 * UNet2DConditionModel}. Up blocks take heads and transformer layers of the levels in reverse, the
 * mid block the innermost level's.
 *
 * @param inChannels of the latent, and of the depth map or the mask and the masked image that some
 *     models take behind it on the channel axis
 * @param trunk what its ControlNets share
 * @param upBlockTypes in the up blocks' own order, innermost first; an up block has one residual
 *     layer more than a down block
 */
public record UnetConfig(
    int inChannels, int outChannels, UnetTrunk trunk, List<UnetBlockType> upBlockTypes) {

  public UnetConfig {
    upBlockTypes = List.copyOf(upBlockTypes);
  }

  /**
   * Reads a config.
   *
   * @throws ModelFolderException if a key has a value that is not supported
   */
  public static UnetConfig read(Path file) {
    return UnetConfigReader.read(ConfigFile.read(file));
  }

  /**
   * Reads a config that is no file of its own.
   *
   * @param origin what errors name
   * @throws ModelFolderException if a key has a value that is not supported
   */
  public static UnetConfig parse(Path origin, String json) {
    return UnetConfigReader.read(ConfigFile.parse(origin, json));
  }

  /** See {@link UnetTrunk#levels}. */
  public UnetLevels levels() {
    return trunk.levels();
  }

  /** See {@link UnetTrunk#attention}. */
  public UnetAttention attention() {
    return trunk.attention();
  }

  /** See {@link UnetTrunk#embeddings}. */
  public UnetEmbeddings embeddings() {
    return trunk.embeddings();
  }

  /** Latent height and width that the model was trained at, in latent pixels. */
  public int sampleSize() {
    return trunk.sampleSize();
  }

  /** Width D of the hidden states that condition it. */
  public int crossAttentionSize() {
    return attention().crossAttentionSize();
  }
}
