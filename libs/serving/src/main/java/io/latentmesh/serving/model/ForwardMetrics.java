package io.latentmesh.serving.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * What one kind of forward does: {@code latentmesh_batch_size}, {@code
 * latentmesh_forward_duration_seconds}, {@code latentmesh_queue_depth}, {@code
 * latentmesh_engine_errors_total} and {@code latentmesh_nonfinite_outputs_total}, with the label
 * {@code operation}. Any thread.
 */
public final class ForwardMetrics {
  private static final double[] SIZES = {1, 2, 4, 8, 16, 32};
  private static final Duration[] DURATIONS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(40),
    Duration.ofMillis(80),
    Duration.ofMillis(150),
    Duration.ofMillis(300),
    Duration.ofMillis(600),
    Duration.ofMillis(1200),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(20)
  };

  private final MeterRegistry registry;
  private final Tags tags;
  private final DistributionSummary sizes;
  private final Timer durations;
  private final Counter errors;
  private final Counter nonFinite;

  /** Registers the series of {@code operation}, for example {@code decode}. */
  public ForwardMetrics(MeterRegistry registry, String operation) {
    this.registry = registry;
    this.tags = Tags.of("operation", operation);
    this.sizes =
        DistributionSummary.builder("latentmesh.batch.size")
            .description("Items that ran in one forward")
            .serviceLevelObjectives(SIZES)
            .tags(tags)
            .register(registry);
    this.durations =
        Timer.builder("latentmesh.forward.duration")
            .description("Time of one forward")
            .serviceLevelObjectives(DURATIONS)
            .tags(tags)
            .register(registry);
    this.errors =
        Counter.builder("latentmesh.engine.errors")
            .description("Forwards that failed")
            .tags(tags.and("reason", "forward"))
            .register(registry);
    this.nonFinite =
        Counter.builder("latentmesh.nonfinite.outputs")
            .description("Outputs with NaN or infinity")
            .tags(tags)
            .register(registry);
  }

  /** Shows how many items wait. */
  public void queue(IntSupplier waiting) {
    Gauge.builder("latentmesh.queue.depth", waiting::getAsInt)
        .description("Items that no forward has taken yet")
        .tags(tags)
        .register(registry);
  }

  /** {@code forward}, measured. */
  public <I, O> Function<List<I>, List<O>> measured(Function<List<I>, List<O>> forward) {
    return items -> {
      sizes.record(items.size());
      try {
        return durations.record(() -> forward.apply(items));
      } catch (RuntimeException | Error e) {
        errors.increment();
        throw e;
      }
    };
  }

  /** An output held NaN or infinity. */
  public void nonFinite() {
    nonFinite.increment();
  }
}
