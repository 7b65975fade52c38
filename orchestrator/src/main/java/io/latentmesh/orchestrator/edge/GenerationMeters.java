package io.latentmesh.orchestrator.edge;

import io.latentmesh.orchestrator.generation.GenerationEvent;
import io.latentmesh.orchestrator.generation.Phase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** The series of image generation, all registered from the start. */
public final class GenerationMeters {
  private static final Duration[] BUCKETS =
      Arrays.stream(
              new long[] {50, 100, 250, 500, 1000, 2000, 4000, 8000, 15000, 30000, 60000, 120000})
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Map<GrpcOutcome, Counter> requests;
  private final RequestTimers requestDuration;
  private final Map<DeadlineCheck, Timer> deadlineLeft;
  private final Map<Phase, Timer> stageDuration;
  private final Timer timeToFirstProgress;
  private final Counter resumed;
  private final Counter images;
  private final Counter pixels;

  public GenerationMeters(MeterRegistry registry) {
    requests =
        each(
            GrpcOutcome.class,
            outcome ->
                Counter.builder("latentmesh.requests")
                    .description("Generation requests that ended")
                    .tag("outcome", outcome.label())
                    .register(registry));
    requestDuration =
        new RequestTimers(
            registry,
            () ->
                timer("latentmesh.request.duration", "A generation request, from arrival to end"));
    deadlineLeft =
        each(
            DeadlineCheck.class,
            check ->
                timer("latentmesh.deadline.remaining", "Time left to the deadline of a request")
                    .tag("at", check.label())
                    .register(registry));
    resumed =
        Counter.builder("latentmesh.requests.resumed")
            .description("Accepted requests that go on from a checkpoint")
            .register(registry);
    stageDuration =
        each(
            Phase.class,
            phase ->
                timer(
                        "latentmesh.stage.duration",
                        "One stage of a request (encode, encode_start) or of one image")
                    .tag("stage", phase.label())
                    .register(registry));
    timeToFirstProgress =
        timer("latentmesh.time.to.first.progress", "From arrival to the first evaluation's end")
            .register(registry);
    images = Counter.builder("latentmesh.images").description("Finished images").register(registry);
    pixels =
        Counter.builder("latentmesh.image.pixels")
            .description("Pixels of finished images")
            .register(registry);
  }

  void drawn(SizeClass size, Duration duration) {
    of(requests, GrpcOutcome.OK).increment();
    requestDuration.drawn(size, duration);
  }

  /**
   * @param outcome any but OK
   */
  void notDrawn(GrpcOutcome outcome, Duration duration) {
    of(requests, outcome).increment();
    requestDuration.notDrawn(outcome, duration);
  }

  /**
   * @param left negative, which counts as nothing, if the deadline has passed
   */
  void deadline(DeadlineCheck check, Duration left) {
    of(deadlineLeft, check).record(left.isNegative() ? Duration.ZERO : left);
  }

  void resumed() {
    resumed.increment();
  }

  void phase(Phase phase, Duration duration) {
    of(stageDuration, phase).record(duration);
  }

  void firstProgress(Duration sinceArrival) {
    timeToFirstProgress.record(sinceArrival);
  }

  void image(GenerationEvent.Image image) {
    images.increment();
    pixels.increment((double) image.file().width() * image.file().height());
  }

  private static Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
  }

  private static <K extends Enum<K>, V> Map<K, V> each(Class<K> keys, Function<K, V> value) {
    Map<K, V> values = new EnumMap<>(keys);
    for (K key : keys.getEnumConstants()) {
      values.put(key, value.apply(key));
    }
    return values;
  }

  private static <K, V> V of(Map<K, V> values, K key) {
    V value = values.get(key);
    if (value == null) {
      throw new IllegalStateException("no series for " + key);
    }
    return value;
  }
}
