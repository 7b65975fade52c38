package io.latentmesh.serving.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeSpanTest {
  @ParameterizedTest
  @CsvSource({"0s, PT0S", "500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "1h, PT1H"})
  void convert_amountAndUnit_isThatLong(String text, Duration expected) {
    assertThat(new TimeSpan().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "5", "-5s", "1d", "1.5s", "99999999999s"})
  void convert_anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> new TimeSpan().convert(text)).hasMessageContaining("duration");
  }

  @Test
  void optionalPort_minusOne_isAccepted() {
    assertThat(new OptionalPort().convert("-1")).isEqualTo(-1);
  }

  @Test
  void port_minusOne_isRefused() {
    assertThatThrownBy(() -> new Port().convert("-1")).hasMessage("must be from 0 to 65535");
  }
}
