package io.latentmesh.unet.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** Engines for tests: answers are given by the thread that steps. */
public final class Engines {
  static final Duration TEST_INTERVAL = Duration.ofSeconds(5);

  private Engines() {}

  public static StepEngine of(BatchPolicy policy, BatchDenoiser model, LongSupplier clock) {
    return of(policy, model, around(clock, Runnable::run, new RecordingObserver()));
  }

  static StepEngine of(BatchPolicy policy, BatchDenoiser model, Surroundings surroundings) {
    return new StepEngine(device(model, Map.of()), policy, surroundings);
  }

  static Device device(BatchDenoiser model, Map<Row.Kind, BatchCurve> measured) {
    return new Device(model, measured, 8, () -> List.of(Rows.small(-1)), TEST_INTERVAL);
  }

  static Surroundings around(LongSupplier clock, Executor answers, RecordingObserver observer) {
    return new Surroundings(clock, answers, observer, observer);
  }
}
