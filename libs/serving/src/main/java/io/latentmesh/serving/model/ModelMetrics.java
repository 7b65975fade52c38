package io.latentmesh.serving.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which models a process holds: {@code latentmesh_model_ready} (1 from the first model on), {@code
 * latentmesh_model_load_seconds} (reading and warm-up of the last one, 0 until done), {@code
 * latentmesh_model_warmup_seconds} (the warm-up alone), {@code latentmesh_model_info} and {@code
 * latentmesh_model_memory_bytes} for each that is loaded, {@code latentmesh_model_loads_total},
 * {@code latentmesh_model_evictions_total} and {@code latentmesh_model_load_failures_total}.
 */
public final class ModelMetrics implements ShelfObserver {
  private final MeterRegistry registry;
  private final AtomicInteger ready = new AtomicInteger();
  private final AtomicLong loadNanos = new AtomicLong();
  private final AtomicLong warmUpNanos = new AtomicLong();
  private final Counter loads;
  private final Counter evictions;
  private final Counter failures;
  private final Map<String, Meter.Id[]> shown = new HashMap<>(); // under the shelf's lock

  /** Registers the series of models that are not there yet. */
  public ModelMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("latentmesh.model.ready", ready::get) // a supplier: held strongly
        .description("Whether the default model is loaded and warm")
        .register(registry);
    TimeGauge.builder("latentmesh.model.load", loadNanos::get, TimeUnit.NANOSECONDS)
        .description("Time to read the model loaded last and to run it once")
        .register(registry);
    TimeGauge.builder("latentmesh.model.warmup", warmUpNanos::get, TimeUnit.NANOSECONDS)
        .description("Time of the first runs of the model loaded last, a part of its load time")
        .register(registry);
    this.loads = counter("latentmesh.model.loads", "Models that were loaded");
    this.evictions = counter("latentmesh.model.evictions", "Models that gave their room to others");
    this.failures = counter("latentmesh.model.load.failures", "Models that could not be loaded");
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  @Override
  public void loaded(ModelOffer<?> offer, LoadedModel<?> model, Duration took) {
    Gauge info =
        Gauge.builder("latentmesh.model.info", () -> 1)
            .description("A model that is held")
            .tags(model.labels())
            .register(registry);
    Gauge memory =
        Gauge.builder("latentmesh.model.memory", offer::bytes)
            .description("Memory that a model takes, as far as its files tell")
            .baseUnit("bytes")
            .tags(Tags.of("model", offer.name()))
            .register(registry);
    shown.put(offer.name(), new Meter.Id[] {info.getId(), memory.getId()});
    loads.increment();
    loadNanos.set(took.toNanos());
    warmUpNanos.set(model.warmUp().toNanos());
    ready.set(1);
  }

  @Override
  public void evicted(ModelOffer<?> offer, LoadedModel<?> model) {
    evictions.increment();
    for (Meter.Id id : shown.getOrDefault(offer.name(), new Meter.Id[0])) {
      registry.remove(id);
    }
    shown.remove(offer.name());
  }

  @Override
  public void failed(ModelOffer<?> offer, Throwable cause) {
    failures.increment();
  }
}
