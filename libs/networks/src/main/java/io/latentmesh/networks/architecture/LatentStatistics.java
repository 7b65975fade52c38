package io.latentmesh.networks.architecture;

import io.latentmesh.networks.folder.LatentScaling;
import io.latentmesh.networks.graph.Operations;
import io.latentmesh.networks.graph.Value;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Normalization of an autoencoder's latents per channel, {@code y = (z - mean) / std}. As a part of
 * the graphs it concerns nobody else. Autoencoders without statistics get no nodes.
 */
record LatentStatistics(LatentScaling scaling, Operations o) {

  /** z from y. */
  Value denormalized(Value y) {
    if (scaling.mean().isEmpty()) {
      return y;
    }
    Value spread = o.multiply(y, perChannel("latents_std", scaling.std(), std -> std));
    return o.add(spread, perChannel("latents_mean", scaling.mean(), mean -> mean));
  }

  /** The mean of y from that of z. */
  Value normalizedMean(Value mean) {
    if (scaling.mean().isEmpty()) {
      return mean;
    }
    Value centred = o.add(mean, perChannel("-latents_mean", scaling.mean(), m -> -m));
    return o.multiply(centred, perChannel("1 / latents_std", scaling.std(), std -> 1 / std));
  }

  /** The logarithm of the variance of y from that of z. */
  Value normalizedLogVariance(Value logVariance) {
    if (scaling.std().isEmpty()) {
      return logVariance;
    }
    Value shift = perChannel("-log variance", scaling.std(), std -> -2 * Math.log(std));
    return o.add(logVariance, shift);
  }

  private Value perChannel(String name, List<Float> statistics, DoubleUnaryOperator function) {
    float[] values = new float[statistics.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) function.applyAsDouble(statistics.get(i));
    }
    return o.constant(name, List.of(1L, (long) values.length, 1L, 1L), values);
  }
}
