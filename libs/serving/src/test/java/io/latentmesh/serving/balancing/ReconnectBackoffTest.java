package io.latentmesh.serving.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReconnectBackoffTest {
  private final ReconnectBackoff backoff = new ReconnectBackoff(new Random(1));

  @Test
  void pauses_growToTheLongestAndVaryByAFifth() {
    assertThat(backoff.next()).isBetween(Duration.ofMillis(200), Duration.ofMillis(300));
    assertThat(backoff.next()).isBetween(Duration.ofMillis(320), Duration.ofMillis(480));
    for (int i = 0; i < 3; i++) {
      backoff.next();
    }
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.next()).isBetween(Duration.ofMillis(1600), Duration.ofMillis(2400));
    }
  }

  @Test
  void reset_beginsAnew() {
    backoff.next();
    backoff.next();
    backoff.reset();
    assertThat(backoff.next()).isBetween(Duration.ofMillis(200), Duration.ofMillis(300));
  }
}
