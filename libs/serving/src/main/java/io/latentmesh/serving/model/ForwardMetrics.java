package io.latentmesh.serving.model;

import io.latentmesh.serving.coalescing.Coalescer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What one kind of forward does: {@code latentmesh_batch_size}, {@code
 * latentmesh_forward_duration_seconds}, {@code latentmesh_engine_busy_seconds_total}, {@code
 * latentmesh_queue_depth}, {@code latentmesh_queue_oldest_age_seconds}, {@code
 * latentmesh_engine_errors_total} and {@code latentmesh_nonfinite_outputs_total}, with the label
 * {@code operation}. Any thread.
 */
public final class ForwardMetrics {
  private static final double[] SIZES = {1, 2, 4, 8, 16, 32};
  private static final double NANOS_PER_SECOND = 1e9;
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

  private final List<Coalescer<?, ?>> queues = new CopyOnWriteArrayList<>();
  private final DistributionSummary sizes;
  private final Timer durations;
  private final Counter busy;
  private final Counter errors;
  private final Counter nonFinite;

  /** Registers the series of {@code operation}, for example {@code decode}. */
  public ForwardMetrics(MeterRegistry registry, String operation) {
    Tags tags = Tags.of("operation", operation);
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
    this.busy =
        Counter.builder("latentmesh.engine.busy")
            .baseUnit("seconds")
            .description("Time spent in forwards; its rate is the utilization")
            .tags(tags)
            .register(registry);
    this.errors =
        Counter.builder("latentmesh.engine.errors")
            .description("Forwards that failed")
            .tags(tags.and("reason", "forward"))
            .register(registry);
    Gauge.builder("latentmesh.queue.depth", this::waiting)
        .description("Items that no forward has taken yet")
        .strongReference(true)
        .tags(tags)
        .register(registry);
    TimeGauge.builder("latentmesh.queue.oldest.age", this::oldestAgeNanos, TimeUnit.NANOSECONDS)
        .description("Wait so far of the item that waits longest")
        .strongReference(true)
        .tags(tags)
        .register(registry);
    this.nonFinite =
        Counter.builder("latentmesh.nonfinite.outputs")
            .description("Outputs with NaN or infinity")
            .tags(tags)
            .register(registry);
  }

  /**
   * Counts one more queue among the items that wait, until the returned one is run: each model has
   * a queue of its own.
   */
  public Runnable queue(Coalescer<?, ?> queue) {
    queues.add(queue);
    return () -> queues.remove(queue);
  }

  private int waiting() {
    return queues.stream().mapToInt(Coalescer::waiting).sum();
  }

  private long oldestAgeNanos() {
    return queues.stream().mapToLong(Coalescer::oldestAgeNanos).max().orElse(0);
  }

  /** {@code forward}, measured. */
  public <I, O> Function<List<I>, List<O>> measured(Function<List<I>, List<O>> forward) {
    return items -> {
      sizes.record(items.size());
      long begin = System.nanoTime();
      try {
        return forward.apply(items);
      } catch (RuntimeException | Error e) {
        errors.increment();
        throw e;
      } finally {
        ran(System.nanoTime() - begin);
      }
    };
  }

  private void ran(long nanos) {
    durations.record(nanos, TimeUnit.NANOSECONDS);
    busy.increment(nanos / NANOS_PER_SECOND);
  }

  /** An output held NaN or infinity. */
  public void nonFinite() {
    nonFinite.increment();
  }
}
