package io.latentmesh.orchestrator.generation;

import static io.latentmesh.orchestrator.request.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.request.Requests;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RemainingTimeTest {
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
  void estimate_onceADecodeWasMeasured_usesItByPixels() {
    GenerationPlan larger = plan(1, 32);
    new RemainingTime(larger, clock).decoded(Duration.ofMillis(400).toNanos());
    RemainingTime remaining = remaining(1);
    evaluate(remaining, 0, 10);
    assertThat(remaining.estimate()).hasValue(Duration.ofMillis(9 * 10 + 100));
  }

  private void evaluate(RemainingTime remaining, int image, int millis) {
    now.addAndGet(Duration.ofMillis(millis).toNanos());
    remaining.evaluated(image);
  }

  private RemainingTime remaining(int images) {
    return new RemainingTime(plan(images, 16), clock);
  }

  private static GenerationPlan plan(int images, int side) {
    return new FakeMesh()
        .plan(
            with(
                Requests.steps(10),
                Requests.sampler("euler"),
                Requests.size(side, side),
                Requests.count(1, images)));
  }
}
