package io.latentmesh.orchestrator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.stage.BatchCurve;
import io.latentmesh.orchestrator.stage.BatchCurves;
import io.latentmesh.orchestrator.stage.Evaluation;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTimesTest {
  private static final BatchCurve CURVE = BatchCurves.sd15();
  private static final RowSize SIZE = new RowSize(CURVE.latentShape(), CURVE.tokens());
  private static final RowSize LARGER = new RowSize(new LatentShape(4, 128, 64), 77);

  private final RowTimes times = new RowTimes();

  @Test
  void size_ofWhichNothingIsKnown_takesNothing() {
    assertThat(times.of(SIZE, 2)).isEqualTo(new Cost.RowTime(0, 0, 8));
  }

  @Test
  void size_withACurve_takesWhatItSays() {
    times.know(List.of(CURVE));
    assertThat(times.of(SIZE, 2)).isEqualTo(new Cost.RowTime(138e6 / 16, 22e6, 16));
  }

  @Test
  void step_ofMoreRowsThanTheBudget_isThatOfAFullBatch() {
    times.know(List.of(CURVE));
    assertThat(times.of(SIZE, 40).stepNanos()).isEqualTo(138e6);
  }

  @Test
  void size_neverSeen_isScaledByItsLatentPixels() {
    times.know(List.of(CURVE));
    assertThat(times.of(LARGER, 2)).isEqualTo(new Cost.RowTime(2 * 138e6 / 16, 44e6, 16));
  }

  @Test
  void observations_correctTheCurveAtEveryBatchSize() {
    times.know(List.of(CURVE));
    observe(SIZE, 8, 111e6);
    assertThat(times.of(SIZE, 2).stepNanos()).isCloseTo(33e6, within(1.0));
    assertThat(times.of(SIZE, 2).bestNanos()).isCloseTo(1.5 * 138e6 / 16, within(1.0));
  }

  @Test
  void observations_withoutACurve_areTheRowTime() {
    observe(LARGER, 4, 80e6);
    assertThat(times.of(LARGER, 1).bestNanos()).isEqualTo(20e6);
    assertThat(times.of(SIZE, 1).bestNanos()).isEqualTo(10e6);
  }

  @Test
  void travel_isPartOfAStepAndNotOfARow() {
    times.know(List.of(CURVE));
    times.evaluated(new Evaluation(SIZE.latentShape(), SIZE.tokens(), 2, 22_000_000, 1_000_000));
    assertThat(times.of(SIZE, 2)).isEqualTo(new Cost.RowTime(138e6 / 16, 23e6, 16));
  }

  @Test
  void observation_thatSaysNothing_isLeftOut() {
    times.know(List.of(CURVE));
    observe(SIZE, 0, 111e6);
    observe(SIZE, 8, 0);
    assertThat(times.of(SIZE, 2).stepNanos()).isEqualTo(22e6);
  }

  /**
   * Sixteen streams waited ten seconds at a replica that had stopped, one forward lasted as long.
   */
  @Test
  void replicaThatHadStopped_isForgottenWithinAHundredEvaluations() {
    times.know(List.of(CURVE));
    evaluate(100, 22_000_000, 1_000_000);
    evaluate(2, 10_000_000_000L, 1_000_000);
    evaluate(16, 22_000_000, 10_000_000_000L);
    assertThat(times.of(SIZE, 2).stepNanos()).isLessThan(3 * 23e6);
    evaluate(100, 22_000_000, 1_000_000);
    assertThat(times.of(SIZE, 2).stepNanos()).isCloseTo(23e6, within(0.5e6));
  }

  @Test
  void deviceThatHasBecomeSlower_isBelievedWithinAHundredEvaluations() {
    times.know(List.of(CURVE));
    evaluate(100, 22_000_000, 1_000_000);
    evaluate(100, 220_000_000, 1_000_000);
    assertThat(times.of(SIZE, 2).stepNanos()).isCloseTo(221e6, within(11e6));
  }

  private void evaluate(int times, long runNanos, long travelNanos) {
    for (int i = 0; i < times; i++) {
      this.times.evaluated(
          new Evaluation(SIZE.latentShape(), SIZE.tokens(), 2, runNanos, travelNanos));
    }
  }

  private void observe(RowSize size, int rows, double runNanos) {
    times.evaluated(new Evaluation(size.latentShape(), size.tokens(), rows, (long) runNanos, 0));
  }
}
