package io.latentmesh.serving.coalescing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.latentmesh.serving.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The first letter of an item is its key; an execution shouts. */
final class BatchesTest {
  private final List<List<String>> executions = new ArrayList<>();
  private final Batches<String, String> batches = new Batches<>(4, BatchesTest::key, this::shout);

  @Test
  void step_nothingWaits_isFalse() {
    assertThat(batches.step()).isFalse();
  }

  @Test
  void step_oneCaller_getsResultsInOrder() {
    Submission<String, String> caller = batches.enter(List.of("a1", "a2", "a3"));
    batches.step();
    assertThat(caller.answer()).isCompletedWithValue(List.of("A1", "A2", "A3"));
  }

  @Test
  void oldestAgeNanos_growsWhileSomebodyWaits() {
    assertThat(batches.oldestAgeNanos()).isZero();
    batches.enter(List.of("a1", "b1"));
    long age = batches.oldestAgeNanos();
    assertThat(age).isPositive();
    batches.step();
    assertThat(batches.oldestAgeNanos()).isGreaterThan(age); // b1 came with a1
    batches.step();
    assertThat(batches.oldestAgeNanos()).isZero();
  }

  @Test
  void step_equalKeysOfSeveralCallers_shareOneExecution() {
    batches.enter(List.of("a1"));
    batches.enter(List.of("a2", "a3"));
    batches.step();
    assertThat(executions).containsExactly(List.of("a1", "a2", "a3"));
  }

  @Test
  void step_severalCallers_eachGetsItsOwn() {
    Submission<String, String> first = batches.enter(List.of("a1"));
    Submission<String, String> second = batches.enter(List.of("a2"));
    batches.step();
    assertThat(List.of(first.answer().join(), second.answer().join()))
        .containsExactly(List.of("A1"), List.of("A2"));
  }

  @Test
  void step_unequalKeys_areNotMixed() {
    enterEach("a1", "b1", "a2");
    stepAll();
    assertThat(executions).containsExactly(List.of("a1", "a2"), List.of("b1"));
  }

  @Test
  void step_eldestItem_decidesTheKey() {
    enterEach("b1", "a1", "a2", "a3");
    batches.step();
    assertThat(executions).containsExactly(List.of("b1"));
  }

  @Test
  void step_moreThanFit_areExecutedInOrderOfArrival() {
    batches.enter(List.of("a1", "a2", "a3", "a4", "a5", "a6"));
    stepAll();
    assertThat(executions).containsExactly(List.of("a1", "a2", "a3", "a4"), List.of("a5", "a6"));
  }

  @Test
  void answer_someItemsStillWait_isNotComplete() {
    Submission<String, String> caller = batches.enter(List.of("a1", "b1"));
    batches.step();
    assertThat(caller.answer()).isNotDone();
  }

  @Test
  void enter_noItems_isAnsweredAtOnce() {
    assertThat(batches.enter(List.of()).answer()).isCompletedWithValue(List.of());
  }

  @Test
  void leave_waitingItems_areNeverExecuted() {
    Submission<String, String> gone = batches.enter(List.of("a1"));
    enterEach("a2");
    batches.leave(gone, new CancellationException());
    batches.step();
    assertThat(executions).containsExactly(List.of("a2"));
  }

  @Test
  void leave_waitingItems_noLongerCount() {
    Submission<String, String> gone = batches.enter(List.of("a1", "a2"));
    batches.leave(gone, new CancellationException());
    assertThat(batches.waiting()).isZero();
  }

  @Test
  void step_functionFails_itsCallersGetTheException() {
    Submission<String, String> unlucky = batches.enter(List.of("xFail"));
    batches.step();
    assertThatThrownBy(unlucky.answer()::join).hasRootCauseMessage("boom");
  }

  @Test
  void step_functionFails_othersAreServed() {
    batches.enter(List.of("xFail"));
    Submission<String, String> lucky = batches.enter(List.of("a1"));
    stepAll();
    assertThat(lucky.answer()).isCompletedWithValue(List.of("A1"));
  }

  @Test
  void step_functionFails_restOfTheSubmissionIsDropped() {
    batches.enter(List.of("xFail", "a1"));
    batches.step();
    assertThat(batches.waiting()).isZero();
  }

  @Test
  void step_functionGivesTooFewResults_isItsFault() {
    Batches<String, String> broken = new Batches<>(4, BatchesTest::key, items -> List.of());
    Submission<String, String> caller = broken.enter(List.of("a1"));
    broken.step();
    assertThatThrownBy(caller.answer()::join)
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("results: must be 1, one for each item, got 0");
  }

  @Test
  void close_waitingCallers_getUnavailable() {
    Submission<String, String> waiting = batches.enter(List.of("a1"));
    batches.close();
    assertThat(code(waiting)).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void enter_closed_getsUnavailable() {
    batches.close();
    assertThat(code(batches.enter(List.of("a1")))).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void constructor_maxBatchZero_isRefused() {
    assertThatThrownBy(() -> new Batches<>(0, Function.identity(), Function.identity()))
        .hasMessage("maxBatch: must be at least 1, got 0");
  }

  private void enterEach(String... items) {
    for (String item : items) {
      batches.enter(List.of(item));
    }
  }

  private void stepAll() {
    while (batches.step()) {}
  }

  private List<String> shout(List<String> items) {
    executions.add(items);
    if (items.contains("xFail")) {
      throw new IllegalStateException("boom");
    }
    return items.stream().map(item -> item.replace('a', 'A').replace('b', 'B')).toList();
  }

  private static Object key(String item) {
    return item.charAt(0);
  }

  private static Status.Code code(Submission<String, String> submission) {
    return submission.answer().exceptionNow() instanceof ServiceException error
        ? error.code()
        : Status.Code.UNKNOWN;
  }
}
