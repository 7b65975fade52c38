package io.latentmesh.unet;

import io.latentmesh.unet.engine.BatchDenoiser;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;

/**
 * A denoiser to serve, wherever it comes from: a folder of weights, or a stub that only takes its
 * time. Warm-up, engine, metrics and service are the same for all.
 *
 * @param description what clients are told about it; its name, channels, conditioning width and
 *     sample size are also what the service checks requests against and warms up with
 * @param network called by one thread at a time, from warm-up to the end of the server
 * @param conditioningLength tokens of the conditionings that it is warmed up with
 */
public record HostedModel(
    DenoiserServiceGetModelResponse description, BatchDenoiser network, int conditioningLength) {
  public HostedModel {
    if (conditioningLength < 1) {
      throw new IllegalArgumentException(
          "conditioningLength must be at least 1, was " + conditioningLength);
    }
  }
}
