package io.latentmesh.vae;

import java.util.List;

/** The network, as the service sees it. Any thread; one forward runs at a time. */
interface Autoencoder {
  /**
   * Runs the decoder once.
   *
   * @param latents at least one [C, h, w] in the autoencoder's own space, all of one size
   * @return one image [3, H, W] in about [-1, 1] for each, not clamped
   */
  List<Planes> decode(List<Planes> latents);

  /**
   * Runs the encoder once.
   *
   * @param images at least one [3, H, W] in [-1, 1], all of one size
   * @return moments [C, h, w] for each
   */
  List<LatentMoments> encode(List<Planes> images);
}
