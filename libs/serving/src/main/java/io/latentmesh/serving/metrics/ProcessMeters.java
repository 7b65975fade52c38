package io.latentmesh.serving.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a process is and whether it is ending: {@code latentmesh_build_info} and {@code
 * latentmesh_draining}. Any thread.
 */
public final class ProcessMeters {
  private final AtomicBoolean draining = new AtomicBoolean();

  /** Begins the series. */
  public ProcessMeters(MeterRegistry registry) {
    Build build = Build.current();
    Gauge.builder("latentmesh.build.info", () -> 1)
        .description("What the process was built from")
        .tag("version", build.version())
        .tag("commit", build.commit())
        .tag("java", Runtime.version().toString())
        .register(registry);
    Gauge.builder("latentmesh.draining", () -> draining.get() ? 1 : 0)
        .description("Whether the process is ending and wants no new work")
        .register(registry);
  }

  /** The process is ending. */
  public void draining() {
    draining.set(true);
  }
}
