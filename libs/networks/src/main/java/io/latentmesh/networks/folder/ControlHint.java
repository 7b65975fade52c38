package io.latentmesh.networks.folder;

import java.util.List;

/**
 * The picture that a ControlNet follows, and the encoder that brings it to the latent's size.
 *
 * @param channels of the picture
 * @param order in which the network takes the picture's colours; callers always give red first
 * @param encoderChannels of the encoder's levels, outermost first; each but the last halves height
 *     and width
 */
public record ControlHint(int channels, ColourOrder order, List<Integer> encoderChannels) {
  public ControlHint {
    encoderChannels = List.copyOf(encoderChannels);
  }

  /** Pixels of the picture per latent pixel along each side. */
  public int scaleFactor() {
    return 1 << (encoderChannels.size() - 1);
  }

  /** Which colour a network takes first. */
  public enum ColourOrder {
    RED_FIRST,
    BLUE_FIRST
  }
}
