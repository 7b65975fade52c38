package io.latentmesh.networks.runtime;

/**
 * Which of a text encoder's states condition a denoiser.
 *
 * @param skippedLayers how many of the last layers to leave out: SD 1.x and 2.x take the last
 *     layer's states (0), SDXL the ones before (1)
 * @param norm whether the states pass through the final normalization: SD 1.x's and 2.x's do, even
 *     those of earlier layers, SDXL's do not
 */
public record TextStateChoice(int skippedLayers, FinalNorm norm) {
  public TextStateChoice {
    if (skippedLayers < 0) {
      throw new IllegalArgumentException("skippedLayers must not be negative, is " + skippedLayers);
    }
  }

  /** Whether states pass through the encoder's last normalization. */
  public enum FinalNorm {
    APPLIED,
    LEFT_OUT
  }
}
