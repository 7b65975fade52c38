package io.latentmesh.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import io.latentmesh.bench.load.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverloadReadingTest {
  /** Light from 0 to 4 s, heavy to 8 s, light to 12 s. */
  private static final Timeline TIME =
      new Timeline(0, Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(4));

  private final List<Call> calls = new ArrayList<>();

  @Test
  void of_overload_countsByWhatBecameOfThem() {
    add(1, 0.1, Code.OK, true);
    add(5, 0.5, Code.OK, true);
    add(5.1, 0.01, Code.RESOURCE_EXHAUSTED, false);
    add(5.2, 2, Code.DEADLINE_EXCEEDED, true);
    add(5.3, 2, Code.DEADLINE_EXCEEDED, false);

    OverloadReading reading = reading();

    assertThat(reading.offered()).isEqualTo(4);
    assertThat(reading.refused()).isEqualTo(1);
    assertThat(reading.broken()).isEqualTo(1);
    assertThat(reading.unexplained()).isEqualTo(1);
    assertThat(reading.refusal99()).isEqualTo(0.01);
    assertThat(reading.accepted99()).isEqualTo(0.5);
  }

  @Test
  void of_refusalAfterAcceptance_isABrokenPromise() {
    add(1, 0.1, Code.OK, true);
    add(5, 0.5, Code.RESOURCE_EXHAUSTED, true);

    assertThat(reading().refused()).isZero();
    assertThat(reading().broken()).isEqualTo(1);
  }

  @Test
  void goodput_finishesInsideTheOverload_countWhereverTheyBegan() {
    add(3.9, 0.5, Code.OK, true);
    add(5, 0.5, Code.OK, true);
    add(7.9, 0.5, Code.OK, true);

    assertThat(reading().goodput()).isEqualTo(2 / 4.0);
  }

  @Test
  void recovery_slowSecondsAfterTheOverload_countUntilTheLast() {
    add(1, 0.2, Code.OK, true);
    add(8.5, 0.2, Code.OK, true);
    add(9.5, 0.9, Code.OK, true);
    add(10.5, 0.2, Code.OK, true);
    add(11.5, 0.2, Code.OK, true);

    assertThat(reading().recoverySeconds()).isEqualTo(2);
  }

  @Test
  void recovery_failureInTheLastSecond_never() {
    add(1, 0.2, Code.OK, true);
    add(11.5, 0.01, Code.RESOURCE_EXHAUSTED, false);

    assertThat(reading().recoverySeconds()).isNaN();
  }

  private OverloadReading reading() {
    return OverloadReading.of(TIME, calls);
  }

  private void add(double dueSeconds, double latency, Code code, boolean accepted) {
    long due = (long) (dueSeconds * 1e9);
    calls.add(new Call(calls.size(), due, due + (long) (latency * 1e9), code, "", accepted));
  }
}
