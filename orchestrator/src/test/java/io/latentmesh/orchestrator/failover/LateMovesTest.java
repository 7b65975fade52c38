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
      if (moves.tryTake(1000)) {
        taken++;
        moves.ended(1);
      }
    }
    assertThat(taken).isEqualTo(5);
  }

  @Test
  void movesThatHelp_goOn() {
    for (int i = 0; i < 100; i++) {
      assertThat(moves.tryTake(1000)).isTrue();
      moves.answeredInTime(1);
      moves.ended(1);
    }
  }

  @Test
  void answersInTime_earnMovesAgain() {
    taken(10, 1000);
    assertThat(moves.tryTake(1000)).isFalse();
    IntStream.range(0, 20).forEach(i -> moves.answeredInTime(0));
    moves.ended(5);
    assertThat(moves.tryTake(1000)).isTrue();
  }

  private int taken(int tries, int underWay) {
    return (int) IntStream.range(0, tries).filter(i -> moves.tryTake(underWay)).count();
  }
}
