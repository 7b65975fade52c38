package io.latentmesh.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalTest {
  @Test
  void verdict_withinTheLimit_isReached() {
    assertThat(Goal.atMost("us per step", 149.96, 150).verdict())
        .isEqualTo("reached: us per step: 150.0 (goal: at most 150)");
  }

  @Test
  void verdict_beyondTheLimit_isNotReached() {
    assertThat(Goal.atLeast("goodput", 0.89, 0.9).verdict())
        .isEqualTo("NOT REACHED: goodput: 0.8900 (goal: at least 0.9000)");
  }

  @Test
  void reached_notANumber_isNot() {
    assertThat(Goal.atMost("x", Double.NaN, 1).reached()).isFalse();
    assertThat(Goal.atLeast("x", Double.NaN, 1).reached()).isFalse();
  }
}
