package io.latentmesh.unet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripsTest {
  private final RoundTrips trips = new RoundTrips();
  private final Claim claim = Rows.claim();
  private final Row.Kind kind = Rows.small(0).kind();

  @Test
  void turnaround_nobodyCame_isUnknown() {
    assertThat(trips.turnaround(0)).isEqualTo(Turnaround.unknown());
    assertThat(trips.isEmpty()).isTrue();
  }

  @Test
  void turnaround_rowIsHere_doesNotTravel() {
    trips.arrived(Rows.of(claim, 0, 0));

    assertThat(trips.turnaround(0).travelling(kind)).isZero();
    assertThat(trips.isEmpty()).isFalse();
  }

  @Test
  void turnaround_rowWasAnswered_travels() {
    run(claim, 0, 0, 10);

    assertThat(trips.turnaround(11).travelling(kind)).isEqualTo(1);
  }

  @Test
  void turnaround_oneOfTwoRowsWasAnswered_doesNotTravelYet() {
    Row first = Rows.of(claim, 0, 0);
    trips.arrived(first);
    trips.arrived(Rows.of(claim, 0, 0));
    trips.answered(first, 10);

    assertThat(trips.turnaround(11).travelling(kind)).isZero();
  }

  @Test
  void turnaround_cameBack_knowsHowLongThatTook() {
    run(claim, 0, 0, 10);
    trips.arrived(Rows.of(claim, 1, 35));

    assertThat(trips.turnaround(36).nanos()).isEqualTo(25);
    assertThat(trips.turnaround(36).travelling(kind)).isZero();
  }

  @Test
  void turnaround_oneTripTookLong_isTheMedian() {
    long[] ends = {0, 10, 1000, 1012};
    for (int i = 0; i < ends.length; i++) {
      run(claim, i, ends[i], ends[i]);
    }

    assertThat(trips.turnaround(1012).nanos()).isEqualTo(12);
  }

  @Test
  void turnaround_lastEvaluationWasAnswered_doesNotTravel() {
    Claim two = Rows.claim(2);
    run(two, 0, 0, 10);
    run(two, 1, 20, 30);

    assertThat(trips.turnaround(31).travelling(kind)).isZero();
    assertThat(trips.isEmpty()).isTrue();
  }

  @Test
  void turnaround_streamLeft_doesNotTravel() {
    run(claim, 0, 0, 10);
    trips.left(claim);

    assertThat(trips.turnaround(11).travelling(kind)).isZero();
    assertThat(trips.isEmpty()).isTrue();
  }

  @Test
  void answered_afterTheStreamLeft_isForgotten() {
    Row row = Rows.of(claim, 0, 0);
    trips.arrived(row);
    trips.left(claim);
    trips.answered(row, 10);

    assertThat(trips.isEmpty()).isTrue();
  }

  @Test
  void turnaround_staysAwayMuchLongerThanUsual_isNoLongerExpected() {
    run(claim, 0, 0, 0);
    run(claim, 1, 10, 10);

    assertThat(trips.turnaround(50).travelling(kind)).isEqualTo(1);
    assertThat(trips.turnaround(51).travelling(kind)).isZero();
  }

  @Test
  void dropped_theOnlyRow_isForgotten() {
    Row row = Rows.of(claim, 0, 0);
    trips.arrived(row);
    trips.dropped(row);

    assertThat(trips.isEmpty()).isTrue();
  }

  @Test
  void arrived_whileItsForwardRan_isNoTrip() {
    run(claim, 0, 0, 100);
    trips.arrived(Rows.of(claim, 1, 50));

    assertThat(trips.turnaround(100).nanos()).isZero();
  }

  private void run(Claim stream, int index, long arrived, long answered) {
    Row row = Rows.of(stream, index, arrived);
    trips.arrived(row);
    trips.answered(row, answered);
  }
}
