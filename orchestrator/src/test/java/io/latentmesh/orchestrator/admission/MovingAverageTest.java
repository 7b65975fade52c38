package io.latentmesh.orchestrator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MovingAverageTest {
  private final MovingAverage average = new MovingAverage(0.1);

  @Test
  void beforeTheFirstValue_isUnknown() {
    assertThat(average.or(7)).isEqualTo(7);
    average.add(3);
    assertThat(average.or(7)).isEqualTo(3);
  }

  /** The first forward makes buffers, loads classes and searches algorithms. */
  @Test
  void coldStart_isForgottenWithTheSecondValue() {
    add(1, 3_000);
    add(1, 5);
    assertThat(average.or(0)).isEqualTo(5);
    add(20, 5);
    assertThat(average.or(0)).isEqualTo(5);
  }

  @Test
  void firstValues_areTheirMedian() {
    for (double value : new double[] {8, 1, 9, 2, 7}) {
      average.add(value);
    }
    assertThat(average.or(0)).isEqualTo(7);
  }

  @Test
  void laterValue_countsByItsShare() {
    add(8, 10);
    average.add(20);
    assertThat(average.or(0)).isCloseTo(11, within(1e-12));
  }

  @Test
  void hugeValue_countsForThreeTimesTheAverage() {
    add(8, 10);
    average.add(1e9);
    assertThat(average.or(0)).isCloseTo(12, within(1e-12));
  }

  private void add(int times, double value) {
    for (int i = 0; i < times; i++) {
      average.add(value);
    }
  }
}
