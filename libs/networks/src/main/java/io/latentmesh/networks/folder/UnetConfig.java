package io.latentmesh.networks.folder;

import java.nio.file.Path;
import java.util.List;

/**
 * Shape of a denoiser: {@code unet/config.json} with the defaults of diffusers' {@code
 * UNet2DConditionModel}. Lists over blocks run in the order of the down blocks, outermost first, as
 * in the file; up blocks take heads and transformer layers in reverse, the mid block the last.
 * {@code upBlockTypes} is in the up blocks' own order, innermost first.
 *
 * @param sampleSize latent height and width that the model was trained at, in latent pixels
 * @param layersPerBlock residual layers of a down block; an up block has one more
 * @param attentionHeads number of heads per block (not their width): what diffusers calls {@code
 *     attention_head_dim}; divides the block's channels where the block has attention
 * @param transformerLayers transformer layers behind each residual layer, per block
 * @param crossAttentionSize width D of the conditioning
 * @param normGroups groups of every group norm; divides every block's channels
 * @param normEps epsilon of the residual layers' group norms (transformers use 1e-6)
 * @param linearProjection whether a transformer's proj_in and proj_out are linear, not 1x1
 *     convolutions
 * @param flipSinToCos whether the time embedding is [cos, sin] instead of [sin, cos]
 * @param freqShift subtracted from the number of frequencies in the time embedding's exponent
 */
public record UnetConfig(
    int inChannels,
    int outChannels,
    int sampleSize,
    List<Integer> blockOutChannels,
    List<UnetBlockType> downBlockTypes,
    List<UnetBlockType> upBlockTypes,
    int layersPerBlock,
    List<Integer> attentionHeads,
    List<Integer> transformerLayers,
    int crossAttentionSize,
    int normGroups,
    double normEps,
    boolean linearProjection,
    boolean flipSinToCos,
    double freqShift) {

  public UnetConfig {
    blockOutChannels = List.copyOf(blockOutChannels);
    downBlockTypes = List.copyOf(downBlockTypes);
    upBlockTypes = List.copyOf(upBlockTypes);
    attentionHeads = List.copyOf(attentionHeads);
    transformerLayers = List.copyOf(transformerLayers);
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

  /** Number of down blocks, and of up blocks. */
  public int blocks() {
    return blockOutChannels.size();
  }

  /** Width of the time embedding: four times the first block's channels. */
  public int timeEmbeddingSize() {
    return 4 * blockOutChannels.getFirst();
  }
}
