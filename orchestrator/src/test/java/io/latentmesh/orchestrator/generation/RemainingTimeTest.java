package io.latentmesh.orchestrator.generation;

import static io.latentmesh.orchestrator.request.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.request.GuidanceOptions;
import io.latentmesh.orchestrator.request.Requests;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RemainingTimeTest {
  private final FakeMesh mesh = new FakeMesh();
  private final AtomicLong now = new AtomicLong();
  private final GenerationClock clock = new GenerationClock(now::get);

  @Test
  void estimate_beforeAnyEvaluation_isAbsent() {
    assertThat(remaining(1).estimate()).isEmpty();
  }

  @Test
  void estimate_afterTheFirstEvaluation_countsTheRestAndAnAssumedDecode() {
    RemainingTime remaining = remaining(1);
    evaluate(remaining, 0, 100);
    assertThat(remaining.estimate()).hasValue(Duration.ofMillis(9 * 100 + 150));
  }

  @Test
  void estimate_afterASlowFirstEvaluation_forgetsIt() {
    RemainingTime remaining = remaining(1);
    evaluate(remaining, 0, 5000);
    evaluate(remaining, 0, 100);
    assertThat(remaining.estimate()).hasValue(Duration.ofMillis(8 * 100 + 150));
  }

  @Test
  void estimate_withOnePause_isTheMediansAllTheSame() {
    RemainingTime remaining = remaining(1);
    for (int millis : new int[] {100, 100, 3000, 100}) {
      evaluate(remaining, 0, millis);
    }
    assertThat(remaining.estimate()).hasValue(Duration.ofMillis(6 * 100 + 150));
  }

  @Test
  void estimate_withTwoImages_isThatOfTheOneBehindAndBothDecodes() {
    RemainingTime remaining = remaining(2);
    evaluate(remaining, 0, 100);
    evaluate(remaining, 0, 100);
    evaluate(remaining, 0, 100);
    assertThat(remaining.estimate()).hasValue(Duration.ofMillis(10 * 100 + 2 * 150));
  }

  @Test
  void estimate_afterTwoLaterEvaluations_takesTheShorterOne() {
    RemainingTime remaining = remaining(1);
    for (int millis : new int[] {5000, 130, 100}) {
      evaluate(remaining, 0, millis);
    }
    assertThat(remaining.estimate()).hasValue(Duration.ofMillis(7 * 100 + 150));
  }

  @Test
  void estimate_ofALongImage_followsItsNewestEvaluations() {
    RemainingTime remaining = new RemainingTime(planOf(100), clock);
    for (int i = 0; i < 60; i++) {
      evaluate(remaining, 0, i < 40 ? 100 : 200);
    }
    assertThat(remaining.estimate()).hasValue(Duration.ofMillis(40 * 200 + 300));
  }

  @Test
  void estimate_whereTheStageSaysWhatADecodeTakes_usesThat() {
    mesh.vae.decodeNanosPerPixel(2_000_000);
    RemainingTime remaining = remaining(1);
    evaluate(remaining, 0, 10);
    assertThat(remaining.estimate()).hasValue(Duration.ofMillis(9 * 10 + 2 * 16 * 16));
  }

  @Test
  void estimate_onceAnImageWasFinished_usesThatByPixels() {
    finish(new RemainingTime(plan(1, 32), clock), 400);
    RemainingTime remaining = remaining(1);
    evaluate(remaining, 0, 10);
    assertThat(remaining.estimate()).hasValue(Duration.ofMillis(9 * 10 + 100));
  }

  @Test
  void estimate_onceImagesWereFinishedSideBySide_countsEachOnce() {
    RemainingTime two = remaining(2);
    two.finishing(() -> finish(two, 100));
    RemainingTime remaining = remaining(1);
    evaluate(remaining, 0, 10);
    assertThat(remaining.estimate()).hasValue(Duration.ofMillis(9 * 10 + 50));
  }

  @Test
  void estimate_withAnImageFinished_leavesItOut() {
    RemainingTime remaining = remaining(2);
    finish(remaining, 100);
    remaining.begun(1);
    evaluate(remaining, 1, 10);
    assertThat(remaining.estimate()).hasValue(Duration.ofMillis(10 * 10 + 100));
  }

  @Test
  void finishing_thatFails_teachesNothing() {
    RemainingTime remaining = remaining(1);
    assertThatThrownBy(() ->
            remaining.finishing(() -> {
              now.addAndGet(1_000_000_000);
              throw new IllegalStateException("no file");
            }))
        .hasMessage("no file");
    assertThat(clock.finishing().nanos(256)).isEmpty();
  }

  @Test
  void estimate_whereGuidanceActsInAPartOfTheSteps_countsRows() {
    var atFirst =
        new GuidanceOptions.Interval(
            OptionalDouble.empty(),
            OptionalDouble.of(0.3),
            OptionalDouble.empty(),
            OptionalDouble.empty());
    GenerationPlan plan =
        mesh.plan(
            with(
                Requests.steps(10),
                Requests.sampler("euler"),
                Requests.size(16, 16),
                Requests.guidance(
                    new GuidanceOptions(
                        OptionalDouble.empty(),
                        Optional.of(atFirst),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty()))));
    assertThat(plan.rowsAt(0)).isEqualTo(2);
    assertThat(plan.rowsAt(9)).isEqualTo(1);
    RemainingTime remaining = new RemainingTime(plan, clock);
    evaluate(remaining, 0, 200);
    assertThat(remaining.estimate()).hasValue(Duration.ofMillis((plan.rows() - 2) * 100 + 300));
    evaluate(remaining, 0, 200);
    assertThat(remaining.estimate()).hasValue(Duration.ofMillis((plan.rows() - 4) * 100 + 300));
  }

  /** Returns what it made, as the work of an image does. */
  private int finish(RemainingTime remaining, int millis) {
    return remaining.finishing(() -> {
      now.addAndGet(Duration.ofMillis(millis).toNanos());
      return millis;
    });
  }

  private void evaluate(RemainingTime remaining, int image, int millis) {
    now.addAndGet(Duration.ofMillis(millis).toNanos());
    remaining.evaluated(image);
  }

  private RemainingTime remaining(int images) {
    return new RemainingTime(plan(images, 16), clock);
  }

  private GenerationPlan planOf(int steps) {
    return mesh.plan(with(Requests.steps(steps), Requests.sampler("euler"), Requests.size(16, 16)));
  }

  private GenerationPlan plan(int images, int side) {
    return mesh.plan(
        with(
            Requests.steps(10),
            Requests.sampler("euler"),
            Requests.size(side, side),
            Requests.count(1, images)));
  }
}
