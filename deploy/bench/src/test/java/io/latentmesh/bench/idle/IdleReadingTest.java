package io.latentmesh.bench.idle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.latentmesh.bench.idle.DeviceIdle.DeviceCounters;
import org.junit.jupiter.api.Test;

class IdleReadingTest {
  private final IdleReading reading =
      IdleReading.between(
          new DeviceIdle.Setting("x", 1, 2),
          new DeviceCounters(100, 5, 400, 1000),
          new DeviceCounters(110, 14, 1200, 2600));

  @Test
  void between_countersOfAWindow_areThatWindowsShares() {
    assertThat(reading.idleShare()).isCloseTo(0.1, within(1e-12));
    assertThat(reading.rowsPerForward()).isEqualTo(2);
    assertThat(reading.forwardMillis()).isEqualTo(11.25);
    assertThat(reading.stepMillis()).isEqualTo(12.5);
  }

  @Test
  void gap_isWhatTheDeviceDidNotUse() {
    assertThat(reading.gapMicros()).isCloseTo(1250, within(1e-9));
  }
}
