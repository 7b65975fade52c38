package io.latentmesh.orchestrator.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.orchestrator.stage.Priority;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StepTimesTest {
  private final StepTimes times = new StepTimes();

  @Test
  void kind_neverSeen_isGuessedWithCautionFromTheNearest() {
    times.answered(Kinds.ofRows(1), 5);
    times.answered(Kinds.ofRows(8), 30);
    assertThat(times.expectedNanos(Kinds.ofRows(2))).hasValue(4 * 2 * 2 * 5);
    assertThat(times.expectedNanos(Kinds.ofRows(16))).hasValue(4 * 2 * 2 * 30);
    assertThat(times.expectedNanos(Kinds.ofRows(7))).hasValue(4 * 30);
  }

  @Test
  void kind_ofAPriorityNeverSeen_isUnknown() {
    times.answered(new WorkKind(List.of(4, 8, 8), 2, Priority.BATCH), 5);
    assertThat(times.expectedNanos(Kinds.STEP)).isEmpty();
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
    IntStream.rangeClosed(1, 300).forEach(rows -> times.answered(Kinds.ofRows(rows), rows));
    assertThat(times.expectedNanos(Kinds.ofRows(44)).getAsLong()).isGreaterThan(44);
    assertThat(times.expectedNanos(Kinds.ofRows(45))).hasValue(45);
    assertThat(times.expectedNanos(Kinds.ofRows(300))).hasValue(300);
  }

  private void repeat(int count, long nanos) {
    IntStream.range(0, count).forEach(i -> times.answered(Kinds.STEP, nanos));
  }
}
