package io.latentmesh.unet;

import io.latentmesh.unet.engine.EngineObserver;
import io.latentmesh.unet.engine.Forward;
import io.latentmesh.unet.engine.Idle;
import io.latentmesh.unet.engine.OutOfMemory;
import io.latentmesh.unet.engine.Row;
import io.latentmesh.unet.engine.Sizing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** The engine's series, all registered at zero. Listed in docs/operations.md. */
final class EngineMetrics implements EngineObserver {
  private static final Tags OPERATION = Tags.of("operation", "evaluate"); // as in other services
  private static final double[] BATCH_SIZES = {1, 2, 4, 8, 16, 32, 64};
  private static final double NANOS_PER_SECOND = 1e9;

  private final MeterRegistry registry;
  private final Timer queueWait;
  private final DistributionSummary batchSize;
  private final Timer stepDuration;
  private final Counter busy;
  private final Counter steps;
  private final Counter forwardErrors;
  private final Counter outOfMemory;
  private final Counter rowsAgain;
  private final Counter late;
  private final Counter nonFinite;
  private final Map<Idle, Counter> idle = new EnumMap<>(Idle.class);
  private final BatchTimeMetrics batchTimes;

  EngineMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.queueWait =
        Timer.builder("latentmesh.queue.wait")
            .description("From a row's arrival to the start of its forward")
            .serviceLevelObjectives(
                millis(1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000))
            .tags(OPERATION)
            .register(registry);
    this.batchSize =
        DistributionSummary.builder("latentmesh.batch.size")
            .description("Rows that ran in one forward")
            .serviceLevelObjectives(BATCH_SIZES)
            .tags(OPERATION)
            .register(registry);
    this.stepDuration =
        Timer.builder("latentmesh.step.duration")
            .description("Time of one forward")
            .serviceLevelObjectives(millis(5, 10, 20, 40, 80, 150, 300, 600, 1200, 2500, 5000))
            .register(registry);
    this.busy =
        Counter.builder("latentmesh.engine.busy")
            .baseUnit("seconds")
            .description("Time spent in forwards; its rate is the utilization")
            .tags(OPERATION)
            .register(registry);
    this.steps = counter("latentmesh.steps", "Rows answered: one latent, one conditioning");
    this.forwardErrors = errors("forward");
    this.outOfMemory = errors("oom");
    this.nonFinite =
        Counter.builder("latentmesh.nonfinite.outputs")
            .description("Rows answered with NaN or infinity")
            .tags(OPERATION)
            .register(registry);
    this.rowsAgain = counter("latentmesh.rows.rerun", "Rows run again for want of memory");
    this.late = counter("latentmesh.rows.late", "Rows not run because their deadline had passed");
    for (Idle reason : Idle.values()) {
      idle.put(reason, idleCounter(reason));
    }
    this.batchTimes = new BatchTimeMetrics(registry);
  }

  /** Shows how many rows wait, and for how long. */
  void queues(Supplier<List<LoadedDenoiser.Queue>> queues) {
    Gauge.builder(
            "latentmesh.queue.depth",
            () -> queues.get().stream().mapToInt(queue -> queue.rows().getAsInt()).sum())
        .description("Rows that no forward has taken yet")
        .tags(OPERATION)
        .register(registry);
    TimeGauge.builder(
            "latentmesh.queue.oldest.age",
            () ->
                queues.get().stream()
                    .mapToLong(queue -> queue.oldestAgeNanos().getAsLong())
                    .max()
                    .orElse(0),
            TimeUnit.NANOSECONDS)
        .description("Wait so far of the row that waits longest")
        .tags(OPERATION)
        .register(registry);
  }

  /** Shows how many streams are open. */
  void streams(IntSupplier active) {
    Gauge.builder("latentmesh.sequences.active", active::getAsInt)
        .description("Streams that have not ended")
        .register(registry);
  }

  @Override
  public void ran(List<Row> rows, Forward forward) {
    for (Row row : rows) {
      queueWait.record(forward.startedNanos() - row.arrivedNanos(), TimeUnit.NANOSECONDS);
    }
    batchSize.record(rows.size());
    stepDuration.record(forward.runNanos(), TimeUnit.NANOSECONDS);
    busy.increment(forward.runNanos() / NANOS_PER_SECOND);
    steps.increment(rows.size());
  }

  @Override
  public void failed(List<Row> rows, Throwable failure) {
    (OutOfMemory.caused(failure) ? outOfMemory : forwardErrors).increment();
  }

  @Override
  public void ranAgain(List<Row> rows) {
    rowsAgain.increment(rows.size());
  }

  @Override
  public void late(Row row) {
    late.increment();
  }

  @Override
  public void idle(Idle reason, long nanos) {
    Objects.requireNonNull(idle.get(reason)).increment(nanos / NANOS_PER_SECOND);
  }

  @Override
  public void sized(Row.Kind kind, Sizing sizing) {
    batchTimes.sized(kind, sizing);
  }

  @Override
  public void nonFinite(Row row) {
    nonFinite.increment();
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private Counter idleCounter(Idle reason) {
    return Counter.builder("latentmesh.engine.idle")
        .baseUnit("seconds")
        .description("Time between forwards")
        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter errors(String reason) {
    return Counter.builder("latentmesh.engine.errors")
        .description("Forwards that failed")
        .tags(OPERATION.and("reason", reason))
        .register(registry);
  }

  private static Duration[] millis(long... bounds) {
    return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
