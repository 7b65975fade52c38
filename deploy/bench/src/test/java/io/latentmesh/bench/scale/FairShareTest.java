package io.latentmesh.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairShareTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<ReplicaRows> ticks = new ArrayList<>();

  @Test
  void seconds_evenFromTheStart_isTheFirstTwoSeconds() {
    for (int i = 0; i <= 10; i++) {
      tick(i, 100.0 + 10 * i, 10.0 * i);
    }

    assertThat(FairShare.seconds(ticks, 0)).isEqualTo(2);
  }

  @Test
  void seconds_idleAtFirst_countsFromJoining() {
    for (int i = 0; i <= 10; i++) {
      tick(i, 10.0 * i, Math.max(0, 10.0 * (i - 4)));
    }

    assertThat(FairShare.seconds(ticks, 0)).isEqualTo(3.5);
  }

  @Test
  void seconds_lessThanFourFifths_isNever() {
    for (int i = 0; i <= 10; i++) {
      tick(i, 10.0 * i, 5.0 * i);
    }

    assertThat(FairShare.seconds(ticks, 0)).isNaN();
  }

  @Test
  void seconds_ticksBeforeJoining_doNotCount() {
    for (int i = 0; i <= 10; i++) {
      tick(i, 10.0 * i);
    }

    assertThat(FairShare.seconds(ticks, 0)).isNaN();
  }

  private void tick(int number, Double... rows) {
    ticks.add(new ReplicaRows(number * SECOND / 2, Arrays.asList(rows)));
  }
}
