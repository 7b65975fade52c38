package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class TextRowTest {
  @Test
  void keyBias_ofHiddenPositions_isFarBelowAnyScore() {
    float[] bias = new TextRow(new long[4], hidden(1, 3)).keyBias();
    assertThat(bias).hasSize(4);
    assertThat(new float[] {bias[0], bias[2]}).containsOnly(0);
    assertThat(Math.exp(bias[1] + 1000.0)).isZero();
    assertThat(bias[3]).isEqualTo(bias[1]);
  }

  @Test
  void row_thatHidesItsStartOrMoreThanItHas_isRefused() {
    assertThatThrownBy(() -> new TextRow(new long[4], hidden(0)))
        .hasMessage("hidden positions must be 1 to 3, are {0}");
    assertThatThrownBy(() -> new TextRow(new long[4], hidden(4)))
        .hasMessage("hidden positions must be 1 to 3, are {4}");
  }

  private static BitSet hidden(int... positions) {
    BitSet hidden = new BitSet();
    for (int position : positions) {
      hidden.set(position);
    }
    return hidden;
  }
}
