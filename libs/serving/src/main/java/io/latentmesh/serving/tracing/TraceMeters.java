package io.latentmesh.serving.tracing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of finished spans. Registered at zero, with tracing off as well. Thread-safe. */
final class TraceMeters {
  private final AtomicInteger queued = new AtomicInteger();
  private final Counter exported;
  private final Counter queueFull;
  private final Counter exportFailed;

  TraceMeters(MeterRegistry registry) {
    exported =
        Counter.builder("latentmesh.trace.spans.exported")
            .description("Spans that the collector took")
            .register(registry);
    queueFull = dropped(registry, "queue_full");
    exportFailed = dropped(registry, "export_failed");
    Gauge.builder("latentmesh.trace.spans.queued", queued, AtomicInteger::get)
        .description("Finished spans that wait for the collector")
        .register(registry);
  }

  /** Whether a span finds room among so many; it then waits until one of the two below. */
  boolean enter(int room) {
    if (queued.incrementAndGet() > room) {
      queued.decrementAndGet();
      queueFull.increment();
      return false;
    }
    return true;
  }

  void exported(int spans) {
    queued.addAndGet(-spans);
    exported.increment(spans);
  }

  void failed(int spans) {
    queued.addAndGet(-spans);
    exportFailed.increment(spans);
  }

  private static Counter dropped(MeterRegistry registry, String reason) {
    return Counter.builder("latentmesh.trace.spans.dropped")
        .description("Spans that no collector will see")
        .tag("reason", reason)
        .register(registry);
  }
}
