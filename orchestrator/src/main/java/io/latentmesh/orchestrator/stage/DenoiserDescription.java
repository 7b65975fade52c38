package io.latentmesh.orchestrator.stage;

import java.util.List;

/**
 * What a denoiser says about its model.
 *
 * @param inChannels channels of the latent that it takes
 * @param outChannels channels of its prediction
 * @param conditioningWidth width D of the conditioning
 * @param sampleSize latent height and width that it was trained at, in latent pixels
 * @param schedulerConfigJson the model's own {@code scheduler_config.json}, verbatim
 * @param defaults what the model's folder recommends
 * @param batchCurves how long forwards take, one for each size that was measured
 */
public record DenoiserDescription(
    ComponentIdentity identity,
    int inChannels,
    int outChannels,
    int conditioningWidth,
    int sampleSize,
    String schedulerConfigJson,
    ModelDefaults defaults,
    List<BatchCurve> batchCurves) {
  public DenoiserDescription {
    batchCurves = List.copyOf(batchCurves);
  }
}
