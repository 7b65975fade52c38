package io.latentmesh.orchestrator.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.latentmesh.v1.GenerateRequest;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerationMetersTest {
  private static final GenerateRequest REQUEST =
      GenerateRequest.newBuilder()
          .setPrompt("a red heart")
          .setSteps(3)
          .setSampler("euler")
          .setSeed(7)
          .build();

  private final ServedMesh served = new ServedMesh();

  @AfterEach
  void close() {
    served.close();
  }

  @ParameterizedTest
  @CsvSource({
    "65536, SMALL",
    "65537, MEDIUM",
    "262144, MEDIUM",
    "262145, LARGE",
    "1048576, LARGE",
    "1048577, HUGE"
  })
  void sizeClass_ofPixels_isTheSmallestThatHoldsThem(long pixels, SizeClass size) {
    assertThat(SizeClass.of(pixels)).isEqualTo(size);
  }

  @Test
  void picture_thatIsDrawn_countsInItsSize() {
    served.client.generate(REQUEST).forEachRemaining(event -> {});
    assertThat(durations("ok", "small").count()).isEqualTo(1);
    assertThat(durations("ok", "medium").count()).isZero();
    assertThat(durations("failed", "any").count()).isZero();
  }

  @Test
  void request_thatIsRefused_hasNoSize() {
    GenerateRequest wrong = REQUEST.toBuilder().setSteps(-1).build();
    assertThatThrownBy(() -> served.client.generate(wrong).forEachRemaining(event -> {}))
        .isInstanceOf(StatusRuntimeException.class);
    assertThat(durations("invalid", "any").count()).isEqualTo(1);
    assertThat(durations("ok", "small").count()).isZero();
  }

  @Test
  void deadline_isReadTwiceOnItsWay() {
    served
        .client
        .withDeadlineAfter(1, TimeUnit.HOURS)
        .generate(REQUEST)
        .forEachRemaining(event -> {});
    assertThat(timeLeft("admitted").count()).isEqualTo(1);
    assertThat(timeLeft("drawn").totalTime(TimeUnit.MINUTES)).isBetween(50.0, 60.0);
  }

  @Test
  void deadline_thatHasPassed_leavesNothing() {
    var registry = new SimpleMeterRegistry();
    new GenerationMeters(registry).deadline(DeadlineCheck.ADMITTED, Duration.ofMillis(-1));
    Timer left = registry.get("latentmesh.deadline.remaining").tag("at", "admitted").timer();
    assertThat(left.count()).isEqualTo(1);
    assertThat(left.totalTime(TimeUnit.MILLISECONDS)).isZero();
  }

  @Test
  void request_withoutADeadline_hasNoTimeLeft() {
    served.client.generate(REQUEST).forEachRemaining(event -> {});
    assertThat(timeLeft("admitted").count()).isZero();
    assertThat(timeLeft("drawn").count()).isZero();
  }

  private Timer durations(String outcome, String size) {
    return served
        .registry
        .get("latentmesh.request.duration")
        .tags("outcome", outcome, "size_class", size)
        .timer();
  }

  private Timer timeLeft(String at) {
    return served.registry.get("latentmesh.deadline.remaining").tag("at", at).timer();
  }
}
