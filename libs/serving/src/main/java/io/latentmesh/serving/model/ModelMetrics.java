package io.latentmesh.serving.model;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which model a process holds, and since when: {@code latentmesh_model_ready}, {@code
 * latentmesh_model_load_seconds} (reading and warm-up, 0 until done), {@code
 * latentmesh_model_info}.
 */
public final class ModelMetrics {
  private final MeterRegistry registry;
  private final AtomicInteger ready = new AtomicInteger();
  private final AtomicLong loadNanos = new AtomicLong();

  /** Registers the series of a model that is not there yet. */
  public ModelMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("latentmesh.model.ready", ready::get) // a supplier: held strongly
        .description("Whether the model is loaded and warm")
        .register(registry);
    TimeGauge.builder("latentmesh.model.load", loadNanos::get, TimeUnit.NANOSECONDS)
        .description("Time to read the model and to run it once")
        .register(registry);
  }

  /**
   * The model is loaded and warm.
   *
   * @param labels bounded ones that tell models apart: name, architecture, provider, sha256
   */
  public void ready(Tags labels, Duration loading) {
    Gauge.builder("latentmesh.model.info", () -> 1)
        .description("The model held")
        .tags(labels)
        .register(registry);
    loadNanos.set(loading.toNanos());
    ready.set(1);
  }
}
