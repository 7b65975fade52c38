package io.latentmesh.textencoder;

import java.util.List;

/** The network, as the service sees it. Called by one thread at a time. */
@FunctionalInterface
interface TextEncoder {
  /**
   * Runs one forward.
   *
   * @param windows at least one, each of the model's context length
   * @param clipSkip layers to leave out at the end
   * @return one for each window, in order
   */
  List<EncodedText> encode(List<TokenWindow> windows, int clipSkip);
}
