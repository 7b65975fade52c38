package io.latentmesh.bench.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.latentmesh.unet.engine.BatchCurve;
import io.latentmesh.unet.engine.Urgency;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundTest {
  private static final long MILLI = 1_000_000;
  private static final Setting ONE_ROW = new Setting(BatchCurve.of(10 * MILLI), 0);

  @Test
  void lateShare_requestsFitTheirWindows_isNothing() {
    assertThat(Bound.lateShare(ONE_ROW, together(3, 10))).isZero();
  }

  @Test
  void lateShare_fourOfOneSizeComeTogether_isOneOfThem() {
    assertThat(Bound.lateShare(ONE_ROW, together(4, 10))).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void lateShare_companyIsFree_allAreInTime() {
    Setting flat = new Setting(BatchCurve.of(10 * MILLI, 10 * MILLI), 0);

    assertThat(Bound.lateShare(flat, together(4, 10))).isZero();
  }

  @Test
  void lateShare_mixedArrivalsAtAHighLoad_isBelowWhatAnyPolicyHas() {
    Setting setting = new Setting(BatchCurve.of(10 * MILLI, 15 * MILLI, 21 * MILLI), MILLI);
    List<Request> requests = new Arrivals(2, 400).at(0.9 * setting.capacity());
    double bound = Bound.lateShare(setting, requests);

    assertThat(bound).isPositive();
    for (Contender contender : Contender.values()) {
      Outcome outcome = Simulation.run(setting, contender.policy(), requests);
      long late = outcome.slowdowns().stream().filter(slowdown -> slowdown > 3).count();
      assertThat(late / 400.0).isGreaterThan(bound);
    }
  }

  @Test
  void succeeds_oneRequestTooMany_givesItUpAndNoOther() {
    List<Request> crowd = together(4, 10);

    assertThat(Hindsight.succeeds(ONE_ROW, crowd, 0.25)).isTrue();
    assertThat(Hindsight.succeeds(ONE_ROW, crowd, 0.24)).isFalse();
  }

  private static List<Request> together(int count, int steps) {
    return Collections.nCopies(count, new Request(0, steps, 1, Urgency.INTERACTIVE));
  }
}
