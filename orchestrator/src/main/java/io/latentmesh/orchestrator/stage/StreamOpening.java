package io.latentmesh.orchestrator.stage;

import io.latentmesh.orchestrator.sampling.LatentShape;
import java.util.List;

/**
 * Everything that is constant for one image at the denoiser.
 *
 * @param model name of a model that the stage holds
 * @param conditionings what evaluations refer to by index
 * @param imageId for logs and traces
 * @param claim what the denoiser orders work by
 */
public record StreamOpening(
    String model,
    LatentShape latentShape,
    List<Conditioning> conditionings,
    String imageId,
    Claim claim) {
  public StreamOpening {
    conditionings = List.copyOf(conditionings);
  }
}
