package io.latentmesh.networks.architecture;

import io.latentmesh.networks.folder.UnetEmbeddings;
import io.latentmesh.networks.graph.Operations;
import io.latentmesh.networks.graph.Operations.TrigonometricOrder;
import io.latentmesh.networks.graph.Value;
import java.util.List;

/**
 * Numbers as sines and cosines of many frequencies (Ho et al., 2020, arXiv:2006.11239, appendix B;
 * Timesteps in diffusers).
 *
 * @param features per number, even
 * @param frequencyShift taken from the divisor of the exponents
 * @param order which half comes first
 */
record Sinusoid(int features, float frequencyShift, TrigonometricOrder order) {
  private static final float LOG_LONGEST_PERIOD = (float) Math.log(10_000);

  static Sinusoid of(int features, UnetEmbeddings config) {
    TrigonometricOrder order =
        config.flipSinToCos() ? TrigonometricOrder.COSINE_FIRST : TrigonometricOrder.SINE_FIRST;
    return new Sinusoid(features, (float) config.freqShift(), order);
  }

  /** One number per row, {@code [B]}, as {@code [B,features]}. */
  Value ofVector(Operations o, Value numbers) {
    Value column = o.column(numbers);
    List<Long> shape = List.of(1L, features / 2L);
    Value frequencies = o.constant("frequencies", shape, frequencies());
    return o.cosAndSin(o.multiply(column, frequencies), order);
  }

  /** Several numbers per row, {@code [B,K]}, side by side: {@code [B,K features]}. */
  Value ofRows(Operations o, Value numbers) {
    List<Long> shape = List.of(1L, 1L, features / 2L);
    Value frequencies = o.constant("frequencies of each", shape, frequencies());
    Value angles = o.multiply(o.eachAsRow(numbers), frequencies);
    return o.joinedRows(o.cosAndSinOfEach(angles, order));
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
