package io.latentmesh.bench.idle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.latentmesh.bench.idle.TimedDevice.Forward;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleReadingTest {
  private final IdleReading reading =
      IdleReading.of(
          new DeviceIdle.Setting("x", 1, 2),
          List.of(
              new Forward(0, 9_000_000, 2),
              new Forward(10_000_000, 19_000_000, 4),
              new Forward(19_500_000, 30_500_000, 6)));

  @Test
  void of_forwards_isTheShareBetweenThem() {
    assertThat(reading.idleShare()).isCloseTo(1.5 / 19.5, within(1e-12));
    assertThat(reading.forwardMillis()).isEqualTo(9);
    assertThat(reading.rowsPerForward()).isEqualTo(3);
  }

  @Test
  void gaps_areFromEndToStart() {
    assertThat(reading.gapMicros().size()).isEqualTo(2);
    assertThat(reading.gapMicros().minimum()).isEqualTo(500);
    assertThat(reading.gapMicros().maximum()).isEqualTo(1000);
  }
}
