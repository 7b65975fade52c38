package io.latentmesh.networks.architecture;

import io.latentmesh.networks.graph.Layers;
import io.latentmesh.networks.graph.Operations;
import io.latentmesh.networks.graph.Operations.TrigonometricOrder;
import io.latentmesh.networks.graph.Value;
import java.util.List;

/**
 * Timesteps {@code [B]} as features (Ho et al., 2020, arXiv:2006.11239, appendix B; Timesteps and
 * TimestepEmbedding in diffusers).
 *
 * @param features of the sinusoidal embedding, even
 * @param frequencyShift taken from the divisor of the exponents
 * @param order which half comes first
 */
record TimeEmbedding(int features, float frequencyShift, TrigonometricOrder order) {
  private static final float LOG_LONGEST_PERIOD = (float) Math.log(10_000);

  /**
   * The embedding {@code [B,out]}, already activated: every residual block applies SiLU to it
   * first, and once is enough.
   */
  Value apply(Layers at, Value timesteps, int out) {
    Operations o = at.operations();
    float[] frequencies = frequencies();
    List<Long> row = List.of(1L, (long) frequencies.length);
    Value angles = o.multiply(o.column(timesteps), o.constant("frequencies", row, frequencies));
    Layers embedding = at.at("time_embedding");
    Value h = embedding.linearRows(o.cosAndSin(angles, order), "linear_1", out);
    return o.silu(embedding.linearRows(o.silu(h), "linear_2", out));
  }

  /** In float, operation by operation as torch does: a timestep of 999 multiplies every error. */
  private float[] frequencies() {
    float[] frequencies = new float[features / 2];
    for (int i = 0; i < frequencies.length; i++) {
      float exponent = -LOG_LONGEST_PERIOD * i / (frequencies.length - frequencyShift);
      frequencies[i] = (float) Math.exp(exponent);
    }
    return frequencies;
  }
}
