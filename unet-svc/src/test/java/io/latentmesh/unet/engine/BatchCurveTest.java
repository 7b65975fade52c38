package io.latentmesh.unet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BatchCurveTest {
  @Test
  void nanos_betweenPoints_isInterpolated() {
    assertThat(curve(1, 100, 4, 160).nanos(2)).isEqualTo(120);
  }

  @Test
  void nanos_beyondTheLastPoint_goesOnWithTheLastSlope() {
    assertThat(curve(1, 100, 2, 110, 4, 150).nanos(6)).isEqualTo(190);
  }

  @Test
  void nanos_beyondTheOnlyPoint_goesWithTheRows() {
    assertThat(curve(2, 100).nanos(5)).isEqualTo(250);
  }

  @Test
  void nanos_beforeTheFirstPoint_isTheFirst() {
    assertThat(curve(2, 100, 4, 200).nanos(1)).isEqualTo(100);
  }

  @Test
  void constructor_timesFall_areTakenForNoise() {
    assertThat(curve(1, 100, 2, 90, 4, 95).nanosByRows()).containsEntry(2, 100L);
  }

  @Test
  void budget_eachRowIsCheaperInCompany_isTheLargest() {
    assertThat(curve(1, 167, 4, 240, 8, 425, 16, 832).budget()).isEqualTo(16);
  }

  @Test
  void budget_companyStopsPaying_endsThere() {
    assertThat(curve(1, 100, 2, 110, 4, 240, 8, 500).budget()).isEqualTo(2);
  }

  @Test
  void budget_gainIsWithinNoise_doesNotGrow() {
    assertThat(curve(1, 100, 2, 199, 4, 397, 8, 790).budget()).isEqualTo(1);
  }

  @Test
  void constructor_noPoints_isRefused() {
    assertThatThrownBy(() -> new BatchCurve(new TreeMap<>()))
        .hasMessage("a batch curve needs at least one point");
  }

  @Test
  void constructor_noTime_isRefused() {
    assertThatThrownBy(() -> BatchCurve.of(0))
        .hasMessage("rows and nanos must be at least 1, was 1=0");
  }

  private static BatchCurve curve(long... rowsAndNanos) {
    TreeMap<Integer, Long> points = new TreeMap<>();
    for (int i = 0; i < rowsAndNanos.length; i += 2) {
      points.put((int) rowsAndNanos[i], rowsAndNanos[i + 1]);
    }
    return new BatchCurve(points);
  }
}
