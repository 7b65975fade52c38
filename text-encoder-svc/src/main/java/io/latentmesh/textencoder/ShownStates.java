package io.latentmesh.textencoder;

import io.latentmesh.networks.folder.TextArchitecture;
import io.latentmesh.networks.runtime.TextEncoderModel;
import io.latentmesh.networks.runtime.TextStateChoice;
import io.latentmesh.networks.runtime.TextStateChoice.FinalNorm;
import java.util.List;

/**
 * Which states a denoiser was trained on: SDXL on those before the last layer, without the final
 * norm (Podell et al., 2023, arXiv:2307.01952); the others on the last ones, with it.
 */
enum ShownStates {
  LAST(0, FinalNorm.APPLIED),
  PENULTIMATE(1, FinalNorm.LEFT_OUT);

  private final int skippedLayers;
  private final FinalNorm norm;

  ShownStates(int skippedLayers, FinalNorm norm) {
    this.skippedLayers = skippedLayers;
    this.norm = norm;
  }

  /** Those of a model with these encoders. */
  static ShownStates of(List<TextEncoderModel> encoders) {
    boolean projected = encoders.getLast().config().architecture() == TextArchitecture.PROJECTED;
    return projected ? PENULTIMATE : LAST;
  }

  TextStateChoice choice(int clipSkip) {
    return new TextStateChoice(skippedLayers + clipSkip, norm);
  }

  /** Layers of which all of a model's encoders show the states; clip skip must be below. */
  static int layers(List<TextEncoderModel> encoders) {
    ShownStates shown = of(encoders);
    return encoders.stream()
        .mapToInt(encoder ->
            Math.min(
                encoder.config().layers(),
                encoder.skippableLayers(shown.norm) - shown.skippedLayers + 1))
        .min()
        .orElseThrow();
  }
}
