package io.latentmesh.unet;

import io.latentmesh.serving.model.ModelLease;
import io.latentmesh.unet.engine.Claim;
import io.latentmesh.unet.engine.Conditioning;
import io.latentmesh.unet.engine.LatentShape;
import io.latentmesh.v1.DataType;
import java.util.List;

/**
 * What all evaluations of a stream share, checked.
 *
 * @param lease closed when the stream ends
 * @param predictionType F32 or F16
 */
record OpenedImage(
    LatentShape shape,
    List<Conditioning> conditionings,
    ModelLease<LoadedDenoiser> lease,
    Claim claim,
    DataType predictionType) {
  OpenedImage {
    conditionings = List.copyOf(conditionings);
  }

  LoadedDenoiser model() {
    return lease.model();
  }

  /** [C, H, W] of a prediction. */
  List<Long> predictionShape() {
    return List.of(
        (long) model().description().getOutChannels(), (long) shape.height(), (long) shape.width());
  }
}
