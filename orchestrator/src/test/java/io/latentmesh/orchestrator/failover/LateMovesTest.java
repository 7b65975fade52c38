package io.latentmesh.orchestrator.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LateMovesTest {
  private final LateMoves moves = new LateMoves();

  @Test
  void atOnce_aQuarterOfTheWorkMayMove() {
    assertThat(taken(100, 12)).isEqualTo(3);
  }

  @Test
  void littleWork_mayStillMoveOne() {
    assertThat(taken(3, 1)).isEqualTo(1);
  }

  @Test
  void movesThatDoNotHelp_endAfterFive() {
    int taken = 0;
    for (int i = 0; i < 100; i++) {
      if (moves.tryTake(1000, 0)) {
        taken++;
        moves.ended(1);
      }
    }
    assertThat(taken).isEqualTo(5);
  }

  @Test
  void movesThatHelp_goOn() {
    for (int i = 0; i < 100; i++) {
      assertThat(moves.tryTake(1000, 0)).isTrue();
      moves.answeredInTime(1);
      moves.ended(1);
    }
  }

  @Test
  void answersInTime_earnMovesAgain() {
    taken(10, 1000);
    assertThat(moves.tryTake(1000, 0)).isFalse();
    IntStream.range(0, 20).forEach(i -> moves.answeredInTime(0));
    moves.ended(5);
    assertThat(moves.tryTake(1000, 0)).isTrue();
  }

  @Test
  void workThatMoved_mayMoveAgainWhileNobodyElseDoes() {
    assertThat(moves.tryTake(1, 0)).isTrue();
    assertThat(moves.tryTake(1, 0)).isFalse(); // another one
    assertThat(moves.tryTake(1, 1)).isTrue();
  }

  @Test
  void veryLateWork_movesWithoutTokensOneAtATime() {
    for (int own = 0; own < 20; own++) {
      assertThat(moves.tryTakeAlone(own)).isTrue();
      assertThat(moves.tryTakeAlone(own)).isFalse();
    }
    moves.ended(20);
    assertThat(moves.tryTake(1000, 0)).isFalse();
    assertThat(moves.tryTakeAlone(0)).isTrue();
  }

  private int taken(int tries, int underWay) {
    return (int) IntStream.range(0, tries).filter(i -> moves.tryTake(underWay, 0)).count();
  }
}
