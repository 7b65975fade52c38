package io.latentmesh.unet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchCurvesTest {
  private static final Row.Kind SMALL = Rows.small(0).kind();
  private static final Row.Kind WIDE = Rows.wide(0).kind();

  private final BatchCurves curves =
      new BatchCurves(Map.of(SMALL, BatchCurve.of(10_000, 12_000, 14_000, 16_000)));

  @Test
  void ran_asMeasured_leavesTheCurveAlone() {
    curves.ran(SMALL, 2, 12_000);

    assertThat(curve(SMALL).nanos(2)).isEqualTo(12_000);
    assertThat(curve(SMALL).nanos(4)).isEqualTo(16_000);
  }

  @Test
  void ran_twiceAsSlowFromNowOn_scalesTheWholeCurve() {
    for (int i = 0; i < 40; i++) {
      curves.ran(SMALL, 2, 24_000);
    }

    assertThat(curve(SMALL).nanos(2)).isBetween(23_500L, 24_500L);
    assertThat(curve(SMALL).nanos(4)).isBetween(31_000L, 33_000L);
  }

  @Test
  void ran_oneHiccup_doesNotMoveTheCurve() {
    for (int i = 0; i < 30; i++) {
      curves.ran(SMALL, 2, i == 17 ? 900_000 : 12_000);
    }

    assertThat(curve(SMALL).nanos(2)).isBetween(11_900L, 12_600L);
  }

  @Test
  void ran_twoSizesWithAnotherShape_learnsTheShape() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      boolean four = random.nextBoolean();
      curves.ran(SMALL, four ? 4 : 1, four ? 32_000 : 10_000);
    }

    double ratio = curve(SMALL).nanos(4) / (double) curve(SMALL).nanos(1);
    assertThat(ratio).isBetween(2.9, 3.5);
  }

  @Test
  void ran_oneSizeForLongWithSkewedTimes_leavesTheOtherSizesInProportion() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      curves.ran(SMALL, 2, 12_000 + (long) (-6_000 * Math.log(1 - random.nextDouble())));
    }

    double median = 12_000 + 6_000 * Math.log(2);
    assertThat(curve(SMALL).nanos(2) / median).isBetween(0.8, 1.25);
    assertThat(curve(SMALL).nanos(1) / (double) curve(SMALL).nanos(2)).isBetween(0.8, 0.86);
    assertThat(curve(SMALL).nanos(4) / (double) curve(SMALL).nanos(2)).isBetween(1.3, 1.36);
  }

  @Test
  void ran_twoSizesWithSkewedTimes_keepTheirProportion() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      int rows = random.nextInt(4) == 0 ? 4 : 2;
      double pause = 1 - 0.5 * Math.log(1 - random.nextDouble());
      curves.ran(SMALL, rows, (long) ((rows == 4 ? 16_000 : 12_000) * pause));
    }

    assertThat(curve(SMALL).nanos(4) / (double) curve(SMALL).nanos(2)).isBetween(1.2, 1.47);
    assertThat(curve(SMALL).nanos(1) / (double) curve(SMALL).nanos(2)).isBetween(0.7, 0.95);
  }

  @Test
  void expect_unknownKind_guessesFromTheNearestBySize() {
    curves.expect(WIDE);

    assertThat(curve(WIDE).nanos(1)).isEqualTo(20_000);
    assertThat(curve(WIDE).nanos(4)).isEqualTo(32_000);
  }

  @Test
  void ran_firstForwardOfAGuess_isNotCounted() {
    curves.expect(WIDE);
    curves.ran(WIDE, 1, 9_000_000);
    assertThat(curve(WIDE).nanos(1)).isEqualTo(20_000);

    curves.ran(WIDE, 1, 30_000);

    assertThat(curve(WIDE).nanos(1)).isEqualTo(30_000);
    assertThat(curve(WIDE).nanos(4)).isEqualTo(48_000);
  }

  @Test
  void expect_manyKinds_remembersTheLastOnes() {
    for (int tokens = 1; tokens <= 100; tokens++) {
      curves.expect(new Row.Kind("", Rows.WIDE, tokens));
    }

    assertThat(curves.known()).hasSize(32).containsKey(new Row.Kind("", Rows.WIDE, 100));
  }

  @Test
  void expect_nothingWasMeasured_knowsNothing() {
    BatchCurves none = new BatchCurves(Map.of());
    none.expect(SMALL);
    none.ran(SMALL, 1, 5);

    assertThat(none.known()).isEmpty();
  }

  private BatchCurve curve(Row.Kind kind) {
    return curves.known().getOrDefault(kind, BatchCurve.of(1));
  }
}
