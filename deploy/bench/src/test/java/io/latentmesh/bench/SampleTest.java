package io.latentmesh.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class SampleTest {
  @Test
  void median_evenCount_isTheMeanOfTheMiddle() {
    assertThat(of(4, 1, 3, 2).median()).isEqualTo(2.5);
  }

  @Test
  void percentile_hundredReadings_isTheNearestRank() {
    var sample = new Sample();
    for (int i = 100; i >= 1; i--) {
      sample.add(i);
    }

    assertThat(sample.percentile(0.99)).isEqualTo(99);
    assertThat(sample.percentile(0.991)).isEqualTo(100);
    assertThat(sample.percentile(1)).isEqualTo(100);
    assertThat(sample.percentile(0.001)).isEqualTo(1);
  }

  @Test
  void percentile_oneReading_isThatOne() {
    assertThat(of(7).percentile(0.5)).isEqualTo(7);
  }

  @Test
  void percentile_shareOutOfRange_namesIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(1).percentile(99))
        .withMessageContaining("share")
        .withMessageContaining("99");
  }

  @Test
  void median_noReadings_saysSo() {
    assertThatIllegalStateException().isThrownBy(() -> new Sample().median());
  }

  private static Sample of(double... values) {
    var sample = new Sample();
    for (double value : values) {
      sample.add(value);
    }
    return sample;
  }
}
