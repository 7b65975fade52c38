package io.latentmesh.bench.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StubTimesTest {
  private final StubTimes times =
      StubTimes.of(
          Map.of(2, Duration.ofNanos(100), 4, Duration.ofNanos(200), 8, Duration.ofNanos(240)));

  @Test
  void nanos_givenPoint_isThat() {
    assertThat(times.nanos(4)).isEqualTo(200);
  }

  @Test
  void nanos_betweenPoints_isInterpolated() {
    assertThat(times.nanos(3)).isEqualTo(150);
    assertThat(times.nanos(6)).isEqualTo(220);
  }

  @Test
  void nanos_outsideThePoints_isConstantBelowAndGoesOnAbove() {
    assertThat(times.nanos(1)).isEqualTo(100);
    assertThat(times.nanos(16)).isEqualTo(320);
  }

  @Test
  void nanos_onePoint_isConstant() {
    assertThat(StubTimes.constant(Duration.ofMillis(11)).nanos(64)).isEqualTo(11_000_000);
  }
}
