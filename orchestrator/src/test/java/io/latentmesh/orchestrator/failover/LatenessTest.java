package io.latentmesh.orchestrator.failover;

import static io.latentmesh.orchestrator.failover.ScriptedTier.LIMITS;
import static io.latentmesh.orchestrator.failover.ScriptedTier.answer;
import static io.latentmesh.orchestrator.failover.ScriptedTier.replica;
import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.orchestrator.stage.Priority;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenessTest {
  private static final long STEP = Duration.ofMillis(50).toNanos();
  private static final long THRESHOLD = LIMITS.lateFactor() * STEP;
  private static final int STREAMS_EACH = 10;

  private final ScriptedTier scripted = new ScriptedTier();
  private final Tier tier = scripted.tier;
  private final Lateness lateness = new Lateness(tier);

  LatenessTest() {
    for (int number = 1; number <= 3; number++) {
      scripted.with(number, answer(Duration.ZERO));
      for (int i = 0; i < 4; i++) {
        tier.times().answered(Kinds.STEP, STEP);
        answered(number, "warm");
      }
    }
  }

  @Test
  void silentReplica_losesItsWork() {
    sendToAll();
    scripted.now += THRESHOLD;
    answered(2, "2.0");
    assertThat(mayMove(1)).isTrue();
  }

  @Test
  void work_beforeItsTime_stays() {
    sendToAll();
    scripted.now += THRESHOLD - 1;
    answered(2, "2.0");
    assertThat(mayMove(1)).isFalse();
  }

  /** Overload: queues grow everywhere, and every replica answers somebody all the time. */
  @Test
  void replicaThatAnswersOthers_keepsItsWork() {
    sendToAll();
    scripted.now += 2 * THRESHOLD;
    answered(1, "1.1");
    answered(2, "2.1");
    answered(3, "3.1");
    assertThat(mayMove(1)).isFalse();
  }

  @Test
  void oneStreamAlone_thatGetsNoAnswer_isMovedInTheEnd() {
    sendToAll();
    scripted.now += 4 * THRESHOLD;
    answered(1, "1.1");
    answered(2, "2.1");
    assertThat(mayMove(1)).isTrue();
  }

  /** A pause of the whole machine, or of the caller itself. */
  @Test
  void everyReplicaEquallyLate_nothingMoves() {
    sendToAll();
    scripted.now += 16 * THRESHOLD - 1;
    assertThat(IntStream.rangeClosed(1, 3).mapToObj(this::mayMove)).containsOnly(false);
  }

  /**
   * Found by fault schedule 132: one stream hung at each replica, and nothing else was going on.
   */
  @Test
  void everyReplicaLateForVeryLong_oneAtATimeMoves() {
    sendToAll();
    scripted.now += 16 * THRESHOLD;
    assertThat(IntStream.rangeClosed(1, 3).mapToObj(this::mayMove))
        .containsExactly(true, false, false);
  }

  /**
   * Found by fault schedule 263: the last image under way met a hung stream at one replica, and
   * then at the next.
   */
  @Test
  void workThatWasLateTwice_movesOnceMore() {
    tier.records().sent(replica(1), "work", scripted.now);
    scripted.now += THRESHOLD;
    assertThat(mayMove(1)).isTrue();
    tier.records().givenUp(replica(1), "work");
    tier.records().sent(replica(2), "work", scripted.now);
    var again = new Lateness.Waiting(replica(2), Kinds.STEP, scripted.now, 1);
    scripted.now += 2 * THRESHOLD;
    assertThat(lateness.mayMove(again)).isTrue();
  }

  @Test
  void noOtherReplica_nothingMoves() {
    sendToAll();
    scripted.now += 20 * THRESHOLD;
    answered(2, "2.0");
    scripted.ready.remove(replica(2));
    scripted.ready.remove(replica(3));
    assertThat(mayMove(1)).isFalse();
  }

  @Test
  void hungReplica_losesAtMostAQuarterOfAllWorkAtOnce() {
    sendToAll();
    scripted.now += THRESHOLD;
    answered(2, "2.0");
    answered(3, "3.0");
    long moved = IntStream.range(0, STREAMS_EACH).filter(i -> mayMove(1)).count();
    assertThat(moved).isEqualTo(5); // Five tokens, though 7 of 28 are a quarter.
  }

  /** Fault schedule 132 again: nothing was known of that kind of work. */
  @Test
  void everyReplicaLateWithUnknownWork_oneMovesAfterTwiceThePatience() {
    var kind = new WorkKind(Kinds.STEP.extents(), 2, Priority.BATCH);
    var unknown = new Lateness.Waiting(replica(1), kind, scripted.now, 0);
    sendToAll();
    scripted.now += 2 * LIMITS.patience().toNanos() - 1;
    assertThat(lateness.mayMove(unknown)).isFalse();
    scripted.now += 1;
    assertThat(lateness.mayMove(unknown)).isTrue();
  }

  @Test
  void workThatMovedBefore_isGivenTwiceTheTime() {
    var twice = new Lateness.Waiting(replica(1), Kinds.STEP, 0, 1);
    assertThat(lateness.thresholdNanos(twice)).isEqualTo(2 * THRESHOLD);
  }

  private void sendToAll() {
    for (int number = 1; number <= 3; number++) {
      for (int i = 0; i < STREAMS_EACH; i++) {
        tier.records().sent(replica(number), number + "." + i, scripted.now);
      }
    }
  }

  private void answered(int number, String work) {
    tier.records().sent(replica(number), work, scripted.now);
    tier.records().answered(replica(number), work, scripted.now);
  }

  private boolean mayMove(int number) {
    return lateness.mayMove(new Lateness.Waiting(replica(number), Kinds.STEP, 1_000, 0));
  }
}
