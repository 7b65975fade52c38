package io.latentmesh.orchestrator.admission;

import static io.latentmesh.orchestrator.admission.Works.SECOND;
import static io.latentmesh.orchestrator.admission.Works.cost;
import static io.latentmesh.orchestrator.admission.Works.place;
import static io.latentmesh.orchestrator.admission.Works.withCost;
import static io.latentmesh.orchestrator.admission.Works.withOwner;
import static io.latentmesh.orchestrator.stage.Priority.BATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.orchestrator.admission.Situation.Running;
import io.latentmesh.orchestrator.admission.Situation.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows take a second each; a place is one image of ten evaluations unless said otherwise. */
class ForecastTest {
  private static final Place FIRST = place(1, BATCH, 100);
  private static final Place SECOND_PLACE = place(2, BATCH, 100);
  private static final Place THIRD = place(3, BATCH, 100);

  @Test
  void request_onAnIdleMesh_startsAtOnceAndTakesItsEvaluations() {
    assertSpan(forecast(tier(1, 1), List.of(), FIRST), FIRST, 0, 10);
  }

  @Test
  void request_behindARunningOne_startsWhenThatIsDone() {
    var running = List.of(new Running(FIRST, 1, 4));
    assertSpan(forecast(tier(1, 1), running, SECOND_PLACE), SECOND_PLACE, 4, 14);
  }

  @Test
  void requests_sideBySide_shareTheReplica() {
    Forecast forecast = forecast(tier(1, 2), List.of(), FIRST, SECOND_PLACE, THIRD);
    assertSpan(forecast, FIRST, 0, 20);
    assertSpan(forecast, SECOND_PLACE, 0, 20);
    assertSpan(forecast, THIRD, 20, 30);
  }

  @Test
  void requests_onTwoReplicas_doNotSlowEachOther() {
    Forecast forecast = forecast(tier(2, 2), List.of(), FIRST, SECOND_PLACE);
    assertSpan(forecast, SECOND_PLACE, 0, 10);
  }

  @Test
  void oneRequest_onTwoReplicas_isNoFasterThanAlone() {
    assertSpan(forecast(tier(2, 2), List.of(), FIRST), FIRST, 0, 10);
  }

  @Test
  void largeRequest_whenThereIsAnyRoom_exceedsTheBoundByItself() {
    Place large = withCost(FIRST, cost(8, 10));
    Forecast forecast = forecast(tier(1, 2), List.of(), SECOND_PLACE, large, THIRD);
    assertSpan(forecast, large, 0, 90);
    assertThat(seconds(forecast.span(THIRD).startNanos())).isEqualTo(90);
  }

  @Test
  void inefficientTier_takesLonger() {
    var situation =
        new Situation(
            100 * SECOND, new Tier(1, 0.5, 2), 0, List.of(), List.of(FIRST, SECOND_PLACE));
    assertSpan(Forecast.of(situation), SECOND_PLACE, 0, 40);
  }

  @Test
  void recentCompany_isExpectedAgain() {
    var situation =
        new Situation(100 * SECOND, new Tier(1, 1, 4), 4.0 * SECOND, List.of(), List.of(FIRST));
    assertSpan(Forecast.of(situation), FIRST, 0, 40);
  }

  @Test
  void encodingAndDecoding_areAddedAround() {
    var cost = new Cost(1, 10, new Cost.RowTime(SECOND, SECOND, 1), 2 * SECOND, 3 * SECOND);
    Place place = withCost(FIRST, cost);
    assertSpan(forecast(tier(1, 1), List.of(), place), place, 2, 15);
  }

  @Test
  void tenantAtItsLimit_isPassedOver() {
    var one = new TenantLimits(1, 1, 10);
    Place next = withOwner(SECOND_PLACE, "a", one);
    var running = List.of(new Running(withOwner(FIRST, "a", one), 1, 10));
    Forecast forecast = forecast(tier(2, 2), running, next, THIRD);
    assertSpan(forecast, THIRD, 0, 10);
    assertSpan(forecast, next, 10, 20);
  }

  @Test
  void boundInBatches_countsEachSizeByItsOwnBatch() {
    var row = new Cost.RowTime(SECOND, SECOND, 4);
    Place four = withCost(FIRST, new Cost(4, 1, row, 0, 0));
    Place other = withCost(SECOND_PLACE, new Cost(4, 1, row, 0, 0));
    Forecast forecast = forecast(tier(1, 0), List.of(), four, other, THIRD);
    assertThat(seconds(forecast.span(other).startNanos())).isZero();
    assertThat(seconds(forecast.span(THIRD).startNanos())).isEqualTo(8);
  }

  @Test
  void unknownCost_takesNoTime() {
    var unknown = new Cost(1, 10, new Cost.RowTime(0, 0, 8), 0, 0);
    Place place = withCost(FIRST, unknown);
    assertSpan(forecast(tier(1, 1), List.of(), place), place, 0, 0);
  }

  private static Tier tier(int replicas, int rowsInFlight) {
    return new Tier(replicas, 1, rowsInFlight);
  }

  private static Forecast forecast(Tier tier, List<Running> running, Place... waiting) {
    return Forecast.of(new Situation(100 * SECOND, tier, 0, running, List.of(waiting)));
  }

  private static void assertSpan(Forecast forecast, Place place, double start, double end) {
    assertThat(seconds(forecast.span(place).startNanos())).isEqualTo(start);
    assertThat(seconds(forecast.span(place).endNanos())).isEqualTo(end);
  }

  private static double seconds(double nanos) {
    return Math.round((nanos / SECOND - 100) * 1e6) / 1e6;
  }
}
