package io.latentmesh.orchestrator.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StepTimesTest {
  private final StepTimes times = new StepTimes();

  @Test
  void kind_neverSeen_isUnknown() {
    times.answered(Kinds.ofRows(1), 5);
    assertThat(times.expectedNanos(Kinds.ofRows(2))).isEmpty();
  }

  @Test
  void steadyAnswers_areExpectedToStaySo() {
    repeat(40, 100);
    assertThat(times.expectedNanos(Kinds.STEP)).hasValue(100);
  }

  @Test
  void onePause_isForgottenWithinAFewAnswers() {
    repeat(40, 100);
    repeat(1, 10_000);
    repeat(16, 100);
    assertThat(times.expectedNanos(Kinds.STEP).getAsLong()).isLessThan(200);
  }

  @Test
  void growingQueue_isFollowedWithinAFewAnswers() {
    repeat(40, 100);
    repeat(4, 1_000);
    assertThat(times.expectedNanos(Kinds.STEP).getAsLong()).isGreaterThan(700);
  }

  @Test
  void manyFastAnswers_doNotHideTheMedian() {
    repeat(17, 1_000);
    repeat(15, 10);
    assertThat(times.expectedNanos(Kinds.STEP)).hasValue(1_000);
  }

  @Test
  void kinds_beyondTheBound_areForgottenOldestFirst() {
    IntStream.range(0, 300).forEach(rows -> times.answered(Kinds.ofRows(rows), rows));
    assertThat(times.expectedNanos(Kinds.ofRows(0))).isEmpty();
    assertThat(times.expectedNanos(Kinds.ofRows(299))).hasValue(299);
  }

  private void repeat(int count, long nanos) {
    IntStream.range(0, count).forEach(i -> times.answered(Kinds.STEP, nanos));
  }
}
