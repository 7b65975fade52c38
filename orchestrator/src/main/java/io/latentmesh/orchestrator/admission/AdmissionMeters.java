package io.latentmesh.orchestrator.admission;

import io.latentmesh.orchestrator.stage.Priority;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The series of admission, all registered from the start. Thread-safe. */
final class AdmissionMeters {
  private static final String SHED = "latentmesh.shed";

  private final Map<Priority, Counter> admitted = new EnumMap<>(Priority.class);
  private final Map<ShedReason, Counter> refused = new EnumMap<>(ShedReason.class);
  private final Map<ShedReason, Counter> expelled = new EnumMap<>(ShedReason.class);

  AdmissionMeters(MeterRegistry registry) {
    for (Priority priority : Priority.values()) {
      admitted.put(
          priority,
          Counter.builder("latentmesh.admitted")
              .description("Generation requests that got a place in the queue")
              .tag("priority", label(priority))
              .register(registry));
    }
    for (ShedReason reason : ShedReason.values()) {
      refused.put(reason, shed(registry, reason, "arrival"));
      expelled.put(reason, shed(registry, reason, "queue"));
    }
  }

  void admitted(Priority priority) {
    increment(admitted, priority);
  }

  /** Refused on arrival. */
  void refused(ShedReason reason) {
    increment(refused, reason);
  }

  /** Lost its place after it was admitted. */
  void expelled(ShedReason reason) {
    increment(expelled, reason);
  }

  static void watch(MeterRegistry registry, Admission admission, AdmissionLimits limits) {
    for (Priority priority : Priority.values()) {
      Gauge.builder(
              "latentmesh.admission.queue.depth", admission, a -> a.state().queued().of(priority))
          .description("Requests that wait for their turn")
          .tag("priority", label(priority))
          .register(registry);
    }
    Gauge.builder("latentmesh.admission.queue.capacity", limits, AdmissionLimits::maxQueued)
        .description("Most requests that may wait")
        .strongReference(true)
        .register(registry);
    Gauge.builder(
            "latentmesh.admission.queue.oldest.age",
            admission,
            a -> a.state().queued().oldestSeconds())
        .description("Wait so far of the request that waits longest")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder(
            "latentmesh.admission.rows.in.flight",
            admission,
            a -> a.state().running().rowsInFlight())
        .description("Denoiser rows of requests that have had their turn")
        .register(registry);
    Gauge.builder(
            "latentmesh.admission.capacity.rows.per.second",
            admission,
            a -> a.state().rowsPerSecond())
        .description("Predicted rate of the denoisers for the size last asked for; 0 if unknown")
        .register(registry);
  }

  private static Counter shed(MeterRegistry registry, ShedReason reason, String where) {
    return Counter.builder(SHED)
        .description("Generation requests that were refused for want of capacity")
        .tag("reason", reason.label())
        .tag("at", where)
        .register(registry);
  }

  private static String label(Priority priority) {
    return priority.name().toLowerCase(Locale.ROOT);
  }

  private static <K> void increment(Map<K, Counter> counters, K key) {
    Counter counter = counters.get(key);
    if (counter == null) {
      throw new IllegalStateException("no series for " + key);
    }
    counter.increment();
  }
}
