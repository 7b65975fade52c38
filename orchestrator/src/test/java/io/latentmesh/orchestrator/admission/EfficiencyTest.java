package io.latentmesh.orchestrator.admission;

import static io.latentmesh.orchestrator.admission.Works.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EfficiencyTest {
  private final Efficiency efficiency = new Efficiency();

  @Test
  void tier_thatDoesHalfOfWhatItCould_isLearnedWithinSeconds() {
    efficiency.saturated(true, 0);
    work(0, 30, 0.5);
    assertThat(efficiency.value()).isCloseTo(0.5, within(0.01));
  }

  @Test
  void tier_thatHasNothingToDo_isNotCalledInefficient() {
    efficiency.saturated(false, 0);
    work(0, 30, 0.1);
    assertThat(efficiency.value()).isEqualTo(1);
  }

  @Test
  void timeWithoutAQueue_isNotCounted() {
    for (int second = 0; second < 30; second += 2) {
      efficiency.saturated(true, second * SECOND);
      work(second, second + 1, 1);
      efficiency.saturated(false, (second + 1) * SECOND);
    }
    assertThat(efficiency.value()).isCloseTo(1, within(0.01));
  }

  @Test
  void inefficiency_withoutAQueue_isForgotten() {
    efficiency.saturated(true, 0);
    work(0, 30, 0.5);
    efficiency.saturated(false, 30 * SECOND);
    efficiency.saturated(false, 330 * SECOND);
    assertThat(efficiency.value()).isCloseTo(1, within(0.01));
  }

  @Test
  void silence_saysNothing() {
    efficiency.saturated(true, 0);
    efficiency.evaluated(1, 100 * SECOND, 1);
    assertThat(efficiency.value()).isEqualTo(1);
  }

  /** A hundred evaluations a second on one replica. */
  private void work(long fromSeconds, long toSeconds, double busy) {
    long each = SECOND / 100;
    for (long now = fromSeconds * SECOND + each; now <= toSeconds * SECOND; now += each) {
      efficiency.evaluated(busy * each, now, 1);
    }
  }
}
