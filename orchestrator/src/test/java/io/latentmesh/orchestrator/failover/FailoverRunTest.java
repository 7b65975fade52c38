package io.latentmesh.orchestrator.failover;

import static io.latentmesh.orchestrator.failover.ScriptedTier.LIMITS;
import static io.latentmesh.orchestrator.failover.ScriptedTier.answer;
import static io.latentmesh.orchestrator.failover.ScriptedTier.failure;
import static io.latentmesh.orchestrator.failover.ScriptedTier.replica;
import static io.latentmesh.orchestrator.failover.ScriptedTier.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status.Code;
import io.latentmesh.orchestrator.failover.ScriptedTier.Reply;
import io.latentmesh.serving.ServiceException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailoverRunTest {
  private static final Duration STEP = Duration.ofMillis(50);

  private final ScriptedTier tier = new ScriptedTier();

  @ParameterizedTest
  @EnumSource(
      value = Cause.class,
      names = {"UNAVAILABLE", "LOST", "DRAINING", "FAILED"})
  void failure_ofOneReplica_isAnsweredByAnotherAtOnce(Cause cause) throws InterruptedException {
    tier.with(1, failure(cause, Code.UNAVAILABLE)).with(2, answer(STEP));
    assertThat(tier.run()).isEqualTo("answer");
    assertThat(tier.visited).containsExactly(replica(1), replica(2));
    assertThat(tier.pauses).isEmpty();
    assertThat(tier.moved(cause.name().toLowerCase(java.util.Locale.ROOT))).isEqualTo(1);
    assertThat(tier.attempts("answered")).isEqualTo(1);
  }

  @Test
  void requestsOwnFault_isNotTriedElsewhere() {
    tier.with(1, failure(Cause.FINAL, Code.INVALID_ARGUMENT)).with(2, answer(STEP));
    assertThat(failed().code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(tier.visited).containsExactly(replica(1));
    assertThat(tier.attempts("refused")).isEqualTo(1);
  }

  @Test
  void workThatBreaksReplicas_visitsTwo() {
    Reply broken = failure(Cause.FAILED, Code.INTERNAL);
    tier.with(1, broken).with(2, broken).with(3, answer(STEP));
    assertThat(failed().code()).isEqualTo(Code.INTERNAL);
    assertThat(tier.visited).containsExactly(replica(1), replica(2));
  }

  @Test
  void lostEverywhere_endsWithTheLastCodeAndTheReplicasTried() {
    Reply lost = failure(Cause.LOST, Code.UNAVAILABLE);
    tier.with(1, lost).with(2, lost).with(3, lost);
    ServiceException error = failed();
    assertThat(error.code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(error)
        .hasMessage("unet: LOST (%d attempts failed; replicas tried: 3)", LIMITS.maxAttempts());
    assertThat(error.metadata()).containsEntry("replicas_tried", "3");
    assertThat(tier.visited).hasSize(LIMITS.maxAttempts());
  }

  @Test
  void onlyReplica_thatRestarts_isWaitedFor() throws InterruptedException {
    tier.with(1, visit -> visit == 0 ? failure(Cause.LOST, Code.UNAVAILABLE) : answer(STEP));
    tier.ready.clear();
    var first = tier.begin(java.util.Set.of());
    assertThat(first.replica()).isEmpty();
    tier.onPause =
        () -> {
          if (tier.now > Duration.ofSeconds(10).toNanos() && tier.ready.isEmpty()) {
            tier.ready.add(replica(1));
          }
        };
    assertThat(tier.run()).isEqualTo("answer");
    assertThat(tier.pauses).allMatch(pause -> pause <= Duration.ofSeconds(1).toNanos());
  }

  @Test
  void nobody_isWaitedForAsLongAsPatienceLasts() {
    assertThat(failed().code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(tier.now).isBetween(LIMITS.patience().toNanos(), LIMITS.patience().toNanos() + 2000);
  }

  @Test
  void nobody_withDeadline_isWaitedForNoLonger() {
    tier.deadline = Duration.ofSeconds(10).toNanos();
    assertThat(failed().code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    assertThat(tier.now).isEqualTo(tier.deadline);
  }

  @Test
  void pauses_grow() {
    tier.deadline = Duration.ofSeconds(5).toNanos();
    assertThat(failed()).isNotNull();
    assertThat(tier.pauses.subList(0, 7))
        .containsExactly(
            20_000_000L,
            40_000_000L,
            80_000_000L,
            160_000_000L,
            320_000_000L,
            640_000_000L,
            1_000_000_000L);
  }

  @Test
  void refusals_ofTheOnlyReplica_areBoundByPatienceNotByAttempts() throws InterruptedException {
    tier.with(1, visit -> visit < 12 ? failure(Cause.UNAVAILABLE, Code.UNAVAILABLE) : answer(STEP));
    assertThat(tier.run()).isEqualTo("answer");
  }

  @Test
  void hungReplica_amongSoundOnes_isLeftAfterKTimesTheExpectedTime() throws InterruptedException {
    learn(STEP);
    tier.with(1, silence()).with(2, answer(STEP));
    long began = tier.now;
    assertThat(tier.run()).isEqualTo("answer");
    assertThat(tier.now - began).isEqualTo(LIMITS.lateFactor() * STEP.toNanos() + STEP.toNanos());
    assertThat(tier.abandoned).containsExactly(replica(1));
    assertThat(tier.moved("late")).isEqualTo(1);
    assertThat(tier.attempts("late")).isEqualTo(1);
  }

  @Test
  void hungReplica_isAvoidedByTheNextWork() throws InterruptedException {
    learn(STEP);
    tier.with(1, silence()).with(2, answer(STEP));
    tier.run();
    tier.run();
    assertThat(tier.visited).containsExactly(replica(1), replica(2), replica(2));
  }

  @Test
  void lateAnswer_ofTheOnlyReplica_isWaitedFor() throws InterruptedException {
    learn(STEP);
    tier.with(1, answer(Duration.ofMinutes(2)));
    assertThat(tier.run()).isEqualTo("answer");
    assertThat(tier.moved("late")).isZero();
  }

  @Test
  void coldReplica_isGivenMoreTime() throws InterruptedException {
    learn(STEP);
    tier.tier.records().lost(replica(1));
    tier.with(1, answer(STEP.multipliedBy(3L * LIMITS.lateFactor()))).with(2, answer(STEP));
    assertThat(tier.run()).isEqualTo("answer");
    assertThat(tier.visited).containsExactly(replica(1));
  }

  @Test
  void nothingLearned_patienceDecides() throws InterruptedException {
    tier.with(1, silence()).with(2, answer(STEP));
    assertThat(tier.run()).isEqualTo("answer");
    assertThat(tier.now).isGreaterThan(LIMITS.patience().toNanos());
  }

  /** Found by fault schedules 26 and 35: a stream hung where the only other replica had failed. */
  @Test
  void hungReplica_whereTheOnlyOtherFailedBefore_isLeftForThatOne() throws InterruptedException {
    learn(STEP);
    tier.with(1, visit -> visit == 0 ? failure(Cause.LOST, Code.UNAVAILABLE) : answer(STEP))
        .with(2, silence());
    assertThat(tier.run()).isEqualTo("answer");
    assertThat(tier.visited).containsExactly(replica(1), replica(2), replica(1));
  }

  /** Patience is for when nobody knows how long answers take: 30 s, of which 1 s passes here. */
  @Test
  void hungReplica_whileOthersTellHowLongAnswersTake_isLeftByThat() throws InterruptedException {
    tier.with(1, silence()).with(2, answer(STEP));
    long sent = tier.now;
    tier.onLook =
        () -> {
          if (tier.now - sent >= Duration.ofSeconds(1).toNanos()) {
            learn(STEP);
          }
        };
    assertThat(tier.run()).isEqualTo("answer");
    assertThat(tier.visited).containsExactly(replica(1), replica(2));
    assertThat(tier.now - sent).isLessThan(Duration.ofSeconds(10).toNanos());
  }

  @Test
  void lateWork_neverFailsForBeingLate() throws InterruptedException {
    learn(STEP);
    tier.with(1, silence()).with(2, silence());
    tier.deadline = tier.now + Duration.ofHours(1).toNanos();
    assertThat(failed().code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    // In an hour: each attempt gets twice the time of the one before, up to 64 times.
    assertThat(tier.attempts("late")).isBetween(5.0, 20.0);
  }

  @Test
  void callerGone_whileWaiting_isToldSo() {
    learnQuietly();
    tier.with(1, silence());
    tier.deadline = tier.now + 1_000_000;
    assertThat(failed().code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    assertThat(tier.abandoned).containsExactly(replica(1));
    assertThat(tier.attempts("cancelled")).isEqualTo(1);
  }

  private void learnQuietly() {
    for (int i = 0; i < 4; i++) {
      tier.tier.times().answered(Kinds.STEP, STEP.toNanos());
    }
  }

  /** Steps take that long, and both replicas are warm. */
  private void learn(Duration step) {
    for (int i = 0; i < 4; i++) {
      tier.tier.times().answered(Kinds.STEP, step.toNanos());
      for (int number = 1; number <= 2; number++) {
        tier.tier.records().sent(replica(number), this, tier.now);
        tier.tier.records().answered(replica(number), this, tier.now);
      }
    }
  }

  private ServiceException failed() {
    return catchThrowableOfType(ServiceException.class, tier::run);
  }
}
