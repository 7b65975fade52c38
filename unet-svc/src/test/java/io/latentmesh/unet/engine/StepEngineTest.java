package io.latentmesh.unet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StepEngineTest {
  private final AtomicLong clock = new AtomicLong();
  private final FakeDenoiser model = new FakeDenoiser();
  private final RecordingObserver observer = new RecordingObserver();
  private final StepEngine engine =
      Engines.of(
          new FirstComeFirstServed(4), model, Engines.around(clock::get, Runnable::run, observer));

  @Test
  void step_nothingWaits_runsNothing() {
    assertThat(engine.step()).isZero();
    assertThat(model.forwards()).isEmpty();
  }

  @Test
  void step_rowsOfSeveralSubmitters_shareOneForward() {
    Row one = Rows.small(1);
    Row two = Rows.small(2);
    engine.submit(List.of(one));
    engine.submit(List.of(two));

    assertThat(engine.step()).isEqualTo(2);
    assertThat(one.answer().join().values()).containsOnly(1);
    assertThat(two.answer().join().values()).containsOnly(2);
    assertThat(engine.step()).isZero();
  }

  @Test
  void step_moreRowsThanFit_runsTheRestNext() {
    engine.submit(List.of(Rows.small(1), Rows.small(2), Rows.small(3)));
    engine.submit(List.of(Rows.small(4), Rows.small(5)));

    engine.step();
    assertThat(engine.waiting()).isEqualTo(1);
    engine.step();

    assertThat(model.sizes()).containsExactly(4, 1);
    assertThat(model.forwards().get(1).getFirst().timestep()).isEqualTo(5);
  }

  @Test
  void step_twoShapes_neverMixesThemAndStarvesNeither() {
    engine.submit(List.of(Rows.small(1), Rows.wide(2), Rows.small(3), Rows.wide(4)));

    engine.step();
    engine.submit(List.of(Rows.small(5)));
    engine.step();
    engine.step();

    assertThat(model.forwards())
        .extracting(rows -> rows.stream().map(Row::timestep).toList())
        .containsExactly(List.of(1f, 3f), List.of(2f, 4f), List.of(5f));
  }

  @Test
  void step_rowCancelledWhileItWaits_isDroppedBeforeTheForward() {
    Row cancelled = Rows.small(1);
    Row kept = Rows.small(2);
    engine.submit(List.of(cancelled, kept));
    cancelled.answer().cancel(false);

    assertThat(engine.step()).isEqualTo(1);
    assertThat(model.forwards()).containsExactly(List.of(kept));
  }

  @Test
  void step_allRowsCancelled_runsNoForwardAndEmptiesTheQueue() {
    Row cancelled = Rows.small(1);
    engine.submit(List.of(cancelled));
    cancelled.answer().cancel(false);

    assertThat(engine.step()).isZero();
    assertThat(engine.waiting()).isZero();
    assertThat(model.forwards()).isEmpty();
  }

  @Test
  void step_rowCancelledDuringItsForward_leavesTheOthersAlone() {
    Row cancelled = Rows.small(1);
    Row kept = Rows.small(2);
    engine.submit(List.of(cancelled, kept));
    model.answerWith(rows -> {
      cancelled.answer().cancel(false);
      return FakeDenoiser.timesteps(rows);
    });

    engine.step();

    assertThat(kept.answer().join().values()).containsOnly(2);
    assertThat(cancelled.answer()).isCancelled();
  }

  @Test
  void step_forwardFails_failsItsRowsOnly() {
    Row failed = Rows.small(1);
    Row later = Rows.wide(2);
    engine.submit(List.of(failed, later));
    model.answerWith(_ -> {
      throw new IllegalStateException("no kernel image");
    });
    engine.step();
    model.recover();

    engine.step();

    assertThat(failed.answer()).isCompletedExceptionally();
    assertThat(later.answer().join().values()).containsOnly(2);
    assertThat(observer.events()).first().isEqualTo("failed 1 rows: no kernel image");
  }

  @Test
  void step_modelThrowsAnError_failsItsRowsAndGoesOn() {
    Row failed = Rows.small(1);
    engine.submit(List.of(failed));
    model.answerWith(_ -> {
      throw new StackOverflowError();
    });

    assertThat(engine.step()).isEqualTo(1);
    assertThat(failed.answer().exceptionNow()).isInstanceOf(StackOverflowError.class);
  }

  @Test
  void step_oneOutputIsNotFinite_failsThatRowOnly() {
    Row sick = Rows.small(1);
    Row sound = Rows.small(2);
    engine.submit(List.of(sick, sound));
    model.answerWith(_ -> List.of(new float[] {0, Float.NaN, 0, 0}, new float[] {1, 2, 3, 4}));

    engine.step();

    assertThat(sick.answer().exceptionNow())
        .isInstanceOf(NonFiniteOutputException.class)
        .hasMessage("the network's output is not finite at timestep 1.0");
    assertThat(sound.answer().join().values()).containsExactly(1, 2, 3, 4);
    assertThat(observer.events()).contains("not finite at 1.0");
  }

  @Test
  void step_modelAnswersTooFewRows_failsThemAll() {
    Row one = Rows.small(1);
    Row two = Rows.small(2);
    engine.submit(List.of(one, two));
    model.answerWith(_ -> List.of(new float[4]));

    engine.step();

    assertThat(one.answer().exceptionNow()).hasMessage("the model answered 1 of 2 rows");
    assertThat(two.answer()).isCompletedExceptionally();
  }

  @Test
  void oldestAge_isThatOfTheFirstRowThatNoForwardHasTaken() {
    assertThat(engine.oldestAgeNanos()).isZero();
    clock.set(100);
    engine.submit(List.of(rowAt(20), rowAt(40), rowAt(50), rowAt(60)));
    engine.submit(List.of(rowAt(70)));
    assertThat(engine.oldestAgeNanos()).isEqualTo(80);

    engine.step();
    assertThat(engine.oldestAgeNanos()).isEqualTo(30);

    engine.step();
    assertThat(engine.oldestAgeNanos()).isZero();
  }

  private static Row rowAt(long nanos) {
    return Rows.of(Rows.claim(), 1, nanos);
  }

  @Test
  void step_forwardTakesTime_reportsStartAndDurationOnTheEnginesClock() {
    Row row = Rows.small(1);
    engine.submit(List.of(row, Rows.small(2)));
    clock.set(500);
    model.answerWith(rows -> {
      clock.addAndGet(70);
      return FakeDenoiser.timesteps(rows);
    });

    engine.step();

    assertThat(row.answer().join().forward()).isEqualTo(new Forward(500, 70, 2, 0));
    assertThat(observer.events()).containsExactly("ran 2 rows in 70 ns");
  }

  @Test
  void close_rowsWait_failsThemAndAllThatComeLater() {
    Row waiting = Rows.small(1);
    Row late = Rows.small(2);
    engine.submit(List.of(waiting));
    engine.close();
    engine.submit(List.of(late));

    assertThat(waiting.answer().exceptionNow()).isInstanceOf(EngineClosedException.class);
    assertThat(late.answer().exceptionNow()).isInstanceOf(EngineClosedException.class);
    assertThat(engine.step()).isZero();
  }

  @Test
  void step_moreRowsWaitThanRun_saysHowManyWait() {
    Row row = Rows.small(1);
    engine.submit(List.of(row, Rows.small(2), Rows.small(3), Rows.small(4), Rows.small(5)));

    engine.step();

    assertThat(row.answer().join().forward().waiting()).isEqualTo(1);
  }

  @Test
  void step_deadlineHasPassed_failsTheRowBeforeTheForward() {
    Row late = Rows.due(1, 100);
    Row inTime = Rows.due(2, 101);
    engine.submit(List.of(late, inTime));
    clock.set(100);

    assertThat(engine.step()).isEqualTo(1);
    assertThat(late.answer().exceptionNow()).isInstanceOf(LateException.class);
    assertThat(inTime.answer().join().values()).containsOnly(2);
    assertThat(observer.events()).contains("late at 1.0");
  }

  @Test
  void step_deadlineAcrossTheClocksOverflow_isStillToCome() {
    clock.set(Long.MAX_VALUE - 1);
    Row row = Rows.due(1, Long.MIN_VALUE + 5);
    engine.submit(List.of(row));

    assertThat(engine.step()).isEqualTo(1);
  }

  @Test
  void step_answersAreSlow_runsTheNextForwardAllTheSame() {
    List<Runnable> unwritten = new ArrayList<>();
    StepEngine busy =
        Engines.of(
            new FirstComeFirstServed(1),
            model,
            Engines.around(clock::get, unwritten::add, observer));
    Row first = Rows.small(1);
    busy.submit(List.of(first, Rows.small(2)));

    busy.step();
    busy.step();

    assertThat(model.sizes()).containsExactly(1, 1);
    assertThat(first.answer()).isNotDone();
    unwritten.forEach(Runnable::run);
    assertThat(first.answer().join().values()).containsOnly(1);
  }

  @Test
  void step_oneStreamAndNothingWaits_answersWithoutAnotherThread() {
    List<Runnable> unwritten = new ArrayList<>();
    StepEngine quiet =
        Engines.of(
            new FirstComeFirstServed(4),
            model,
            Engines.around(clock::get, unwritten::add, observer));
    Claim claim = Rows.claim();
    Row row = Rows.of(claim, 0, 0);
    quiet.submit(List.of(row, Rows.of(claim, 0, 0)));

    quiet.step();

    assertThat(row.answer()).isDone();
    assertThat(unwritten).isEmpty();
  }

  @Test
  void step_severalStreamsAndNothingWaits_leavesTheAnswersToAnotherThread() {
    List<Runnable> unwritten = new ArrayList<>();
    StepEngine quiet =
        Engines.of(
            new FirstComeFirstServed(4),
            model,
            Engines.around(clock::get, unwritten::add, observer));
    quiet.submit(List.of(Rows.small(1), Rows.small(2)));

    quiet.step();

    assertThat(unwritten).hasSize(1);
  }

  @Test
  void step_nobodyIsHere_countsAsNoStreams() {
    clock.set(40);
    engine.step();

    assertThat(observer.idleNanos(Idle.NO_STREAMS)).isEqualTo(40);
  }

  @Test
  void step_theOnlyStreamTravels_countsAsWaitingForRows() {
    Claim claim = Rows.claim();
    engine.submit(List.of(Rows.of(claim, 0, 0)));
    engine.step();
    engine.step();
    clock.set(25);
    engine.submit(List.of(Rows.of(claim, 1, 25)));
    engine.step();

    assertThat(observer.idleNanos(Idle.WAITING_FOR_ROWS)).isEqualTo(25);
    assertThat(observer.idleNanos(Idle.NO_STREAMS)).isZero();
  }

  @Test
  void step_policyHoldsRowsBack_countsAsHoldingAndLooksAgainInTime() {
    StepEngine patient =
        Engines.of(
            waiting ->
                waiting.nowNanos() < 30
                    ? new Choice(List.of(), waiting.shares(), 30 - waiting.nowNanos())
                    : new FirstComeFirstServed(4).choose(waiting),
            model,
            Engines.around(clock::get, Runnable::run, observer));
    patient.submit(List.of(Rows.small(1)));
    patient.step();
    assertThat(patient.patienceNanos()).isEqualTo(30);
    clock.set(30);

    assertThat(patient.step()).isEqualTo(1);
    assertThat(observer.idleNanos(Idle.HOLDING)).isEqualTo(30);
  }

  @Test
  void step_theOnlyStreamHasLeft_countsAsNoStreams() {
    Claim claim = Rows.claim();
    engine.submit(List.of(Rows.of(claim, 0, 0)));
    engine.step();
    engine.left(claim);
    engine.step();
    clock.set(25);
    engine.step();

    assertThat(observer.idleNanos(Idle.WAITING_FOR_ROWS)).isZero();
    assertThat(observer.idleNanos(Idle.NO_STREAMS)).isEqualTo(25);
  }
}
