package io.latentmesh.bench.calls;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Normal deviates that are the same in every process. */
final class SeededValues {
  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(0x1a7e);

  float[] normal(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
