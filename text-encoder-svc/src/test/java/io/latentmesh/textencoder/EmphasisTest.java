package io.latentmesh.textencoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmphasisTest {
  private final float[] states = {1, 10, 2, 20, 3, 30};

  @Test
  void noNorm_multipliesTheRowsBehindTheStart() {
    Emphasis.NO_NORM.apply(new StateColumns(states, 2, 0, 2), List.of(2f));
    assertThat(states).containsExactly(1, 10, 4, 40, 3, 30);
  }

  @Test
  void original_bringsTheMeanBack() {
    Emphasis.ORIGINAL.apply(new StateColumns(states, 2, 0, 1), List.of(2f, 1f));
    // Mean 2 became 8 / 3.
    assertThat(states).containsExactly(0.75f, 10, 3, 20, 2.25f, 30);
  }

  @Test
  void oneEncodersColumns_leaveTheOthersAlone() {
    Emphasis.NO_NORM.apply(new StateColumns(states, 2, 1, 2), List.of(0f, 0f));
    assertThat(states).containsExactly(1, 10, 2, 0, 3, 0);
  }

  @Test
  void ignore_changesNothing() {
    Emphasis.IGNORE.apply(new StateColumns(states, 2, 0, 2), List.of(2f, 3f));
    assertThat(states).containsExactly(1, 10, 2, 20, 3, 30);
  }
}
