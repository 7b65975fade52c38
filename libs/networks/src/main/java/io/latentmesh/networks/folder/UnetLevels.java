package io.latentmesh.networks.folder;

import java.util.List;

/**
 * The levels of a UNet's down half, outermost first; each but the last halves height and width.
 *
 * @param channels width of each level
 * @param types what the down block of each level is made of
 * @param layersPerBlock residual layers of a down block
 * @param attentionHeads number of heads per level (not their width): what diffusers calls {@code
 *     attention_head_dim}; divides the level's channels where it has attention
 * @param transformerLayers transformer layers behind each residual layer, per level
 */
public record UnetLevels(
    List<Integer> channels,
    List<UnetBlockType> types,
    int layersPerBlock,
    List<Integer> attentionHeads,
    List<Integer> transformerLayers) {

  public UnetLevels {
    channels = List.copyOf(channels);
    types = List.copyOf(types);
    attentionHeads = List.copyOf(attentionHeads);
    transformerLayers = List.copyOf(transformerLayers);
  }

  /** Number of levels. */
  public int count() {
    return channels.size();
  }
}
