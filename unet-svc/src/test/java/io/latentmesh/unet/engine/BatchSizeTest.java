package io.latentmesh.unet.engine;

import static io.latentmesh.unet.engine.Situation.image;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many of the rows that wait run together. */
class BatchSizeTest {
  private final Situation situation = new Situation();

  @Test
  void choose_forwardCostsTheSameWhateverItsRows_takesAll() {
    assertThat(rowsOf(8, 10, 10, 10, 10, 10, 10, 10, 10)).isEqualTo(8);
  }

  @Test
  void choose_eachRowCostsTheSame_takesOne() {
    assertThat(rowsOf(8, 10, 20, 30, 40, 50, 60, 70, 80)).isEqualTo(1);
  }

  @Test
  void choose_onlyASecondRowIsFree_takesTwo() {
    assertThat(rowsOf(8, 18, 19, 37, 38, 56, 57, 75, 76)).isEqualTo(2);
  }

  @Test
  void choose_longerThanComfortable_stopsThere() {
    // 2.4 times the time of one row is the limit; six rows would do most per second
    assertThat(rowsOf(8, 100, 120, 150, 180, 220, 250, 600, 800)).isEqualTo(5);
  }

  @Test
  void choose_someAreLateAnyhow_takesWhatPaysMost() {
    situation.now(7000);

    assertThat(rowsOf(8, 100, 120, 150, 180, 220, 250, 600, 800)).isEqualTo(6);
  }

  @Test
  void choose_capIsLower_staysBelowIt() {
    situation.cap(3);

    assertThat(rowsOf(8, 10, 10, 10, 10, 10, 10, 10, 10)).isEqualTo(3);
  }

  @Test
  void choose_kindWasNeverMeasured_takesAll() {
    for (int i = 0; i < 5; i++) {
      situation.waits(image());
    }

    assertThat(situation.choice().rows()).hasSize(5);
  }

  @Test
  void choose_twoHalvesTakeLessThanOneForwardAndTheWayBack_runsOneHalf() {
    situation.turnaround(2);

    assertThat(rowsOf(2, 10, 19)).isEqualTo(1);
  }

  @Test
  void choose_twoHalvesTakeLonger_runsAll() {
    situation.turnaround(1);

    assertThat(rowsOf(2, 10, 18)).isEqualTo(2);
  }

  @Test
  void choose_othersAreLeftToRun_doesNotCountTheWayBack() {
    situation.turnaround(2).cap(2);

    assertThat(rowsOf(3, 10, 19)).isEqualTo(2);
  }

  @Test
  void choose_othersOfALowerClassWait_doesNotCountTheWayBack() {
    situation.turnaround(2).waits(image().at(Urgency.BATCH));

    assertThat(rowsOf(2, 10, 19, 40)).isEqualTo(2);
  }

  /** Each of {@code images} has one row. */
  private int rowsOf(int images, long... curve) {
    situation.curve(curve);
    for (int i = 0; i < images; i++) {
      situation.waits(image());
    }
    return situation.choice().rows().size();
  }
}
