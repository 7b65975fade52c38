package io.latentmesh.orchestrator.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * {@code latentmesh_request_duration_seconds}: of pictures that were drawn by their size, of all
 * else by how it ended, because most of that has no size yet. Registered from the start.
 */
final class RequestTimers {
  private static final String ANY_SIZE = "any";

  private final Map<SizeClass, Timer> drawn = new EnumMap<>(SizeClass.class);
  private final Map<GrpcOutcome, Timer> others = new EnumMap<>(GrpcOutcome.class);

  /**
   * @param timer without labels; another one at each call
   */
  RequestTimers(MeterRegistry registry, Supplier<Timer.Builder> timer) {
    for (SizeClass size : SizeClass.values()) {
      drawn.put(size, register(registry, timer.get(), GrpcOutcome.OK, size.label()));
    }
    for (GrpcOutcome outcome : GrpcOutcome.values()) {
      if (outcome != GrpcOutcome.OK) {
        others.put(outcome, register(registry, timer.get(), outcome, ANY_SIZE));
      }
    }
  }

  void drawn(SizeClass size, Duration duration) {
    Objects.requireNonNull(drawn.get(size)).record(duration);
  }

  /**
   * @param outcome any but OK
   */
  void notDrawn(GrpcOutcome outcome, Duration duration) {
    Objects.requireNonNull(others.get(outcome), "a picture that was drawn has a size")
        .record(duration);
  }

  private static Timer register(
      MeterRegistry registry, Timer.Builder timer, GrpcOutcome outcome, String size) {
    return timer.tag("outcome", outcome.label()).tag("size_class", size).register(registry);
  }
}
