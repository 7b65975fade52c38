package io.latentmesh.unet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteTest {
  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void areAll_oneIsNot_isFalseWhereverItIs(float bad) {
    for (int place = 0; place < 70; place++) {
      float[] values = new float[70];
      values[(place + 1) % 70] = Float.MAX_VALUE;
      values[place] = bad;
      assertThat(Finite.areAll(values)).as("%s at %d", bad, place).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -0f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE})
  void areAll_extremesButFinite_isTrue(float value) {
    assertThat(Finite.areAll(new float[] {value, 1, value})).isTrue();
  }
}
