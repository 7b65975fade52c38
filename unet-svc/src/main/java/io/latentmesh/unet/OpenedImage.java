package io.latentmesh.unet;

import io.latentmesh.unet.engine.Claim;
import io.latentmesh.unet.engine.Conditioning;
import io.latentmesh.unet.engine.LatentShape;
import java.util.List;

/** What all evaluations of a stream share, checked. */
record OpenedImage(
    LatentShape shape, List<Conditioning> conditionings, LoadedDenoiser model, Claim claim) {
  OpenedImage {
    conditionings = List.copyOf(conditionings);
  }
}
