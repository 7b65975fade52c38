package io.latentmesh.networks.folder;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * Shape of an autoencoder: {@code vae/config.json} with the defaults of diffusers' {@code
 * AutoencoderKL}.
 *
 * @param blockOutChannels of the encoder, outermost first; the decoder runs through them in reverse
 * @param layersPerBlock residual layers of an encoder block; a decoder block has one more
 * @param normGroups groups of every group norm; divides every block's channels
 * @param scaling between latents and what the networks take and give
 * @param sampleSize picture height and width that the model was trained at, in pixels
 * @param quantConv whether the encoder ends in a 1x1 convolution
 * @param postQuantConv whether the decoder begins with a 1x1 convolution
 * @param midBlockAttention whether the mid blocks have their (single-headed) attention
 * @param forceUpcast whether it must be computed in F32 where the rest of the model is narrower;
 *     without an effect in F32. Absent is no, unlike in the reference: there only SDXL's pipelines
 *     ask, and SDXL's own autoencoder says so
 */
public record VaeConfig(
    List<Integer> blockOutChannels,
    int layersPerBlock,
    int latentChannels,
    int normGroups,
    LatentScaling scaling,
    int sampleSize,
    boolean quantConv,
    boolean postQuantConv,
    boolean midBlockAttention,
    boolean forceUpcast) {

  public VaeConfig {
    blockOutChannels = List.copyOf(blockOutChannels);
  }

  /**
   * Reads a config.
   *
   * @throws ModelFolderException if a key has a value that is not supported
   */
  public static VaeConfig read(Path file) {
    return read(ConfigFile.read(file));
  }

  /**
   * Reads a config that is no file of its own.
   *
   * @param origin what errors name
   * @throws ModelFolderException if a key has a value that is not supported
   */
  public static VaeConfig parse(Path origin, String json) {
    return read(ConfigFile.parse(origin, json));
  }

  private static VaeConfig read(ConfigFile config) {
    refuseUnsupported(config);
    int latentChannels = config.count("latent_channels", 4);
    VaeConfig vae =
        new VaeConfig(
            config.counts("block_out_channels", List.of(64)),
            config.count("layers_per_block", 1),
            latentChannels,
            config.count("norm_num_groups", 32),
            LatentScaling.read(config, latentChannels),
            config.sameCount("sample_size", 32),
            config.flag("use_quant_conv", true),
            config.flag("use_post_quant_conv", true),
            config.flag("mid_block_add_attention", true),
            config.flag("force_upcast", false));
    checkConsistent(config, vae);
    return vae;
  }

  private static void refuseUnsupported(ConfigFile config) {
    config.require("act_fn", "silu", "swish");
    config.require("in_channels", 3);
    config.require("out_channels", 3);
  }

  private static void checkConsistent(ConfigFile config, VaeConfig vae) {
    int blocks = vae.blockOutChannels.size();
    requireBlocks(config, "down_block_types", Collections.nCopies(blocks, "DownEncoderBlock2D"));
    requireBlocks(config, "up_block_types", Collections.nCopies(blocks, "UpDecoderBlock2D"));
    if (vae.blockOutChannels.stream().anyMatch(channels -> channels % vae.normGroups != 0)) {
      throw config.unsupported("norm_num_groups", "a divisor of every one of block_out_channels");
    }
  }

  private static void requireBlocks(ConfigFile config, String key, List<String> supported) {
    if (!config.texts(key, supported.subList(0, 1)).equals(supported)) {
      throw config.unsupported(key, supported.toString());
    }
  }

  /**
   * The same network in the place of another, of whose files alone nothing is known but weights:
   * latents are scaled as the other's, and it is computed as wide.
   */
  public VaeConfig inPlaceOf(VaeConfig other) {
    return new VaeConfig(
        blockOutChannels,
        layersPerBlock,
        latentChannels,
        normGroups,
        other.scaling,
        sampleSize,
        quantConv,
        postQuantConv,
        midBlockAttention,
        other.forceUpcast);
  }

  /** See {@link LatentScaling}. */
  public double scalingFactor() {
    return scaling.factor();
  }

  /** See {@link LatentScaling}. */
  public double shiftFactor() {
    return scaling.shift();
  }

  /** Pixels per latent pixel along each side: every block but the last halves. */
  public int scaleFactor() {
    return 1 << (blockOutChannels.size() - 1);
  }
}
