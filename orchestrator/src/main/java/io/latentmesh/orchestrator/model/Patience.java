package io.latentmesh.orchestrator.model;

import io.latentmesh.serving.ServiceException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * How long to wait for a model that loads.
 *
 * @param attempts how often to ask at most
 * @param pause between two attempts
 */
record Patience(int attempts, Runnable pause) {
  private static final String LOADING = "MODEL_LOADING";
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  static Patience ofMinutes() {
    return new Patience(
        Math.toIntExact(LONGEST.dividedBy(PAUSE)), () -> LockSupport.parkNanos(PAUSE.toNanos()));
  }

  /** The answer, as soon as it is not that the model is loading. */
  <T> T whileLoading(Supplier<T> question) {
    for (int asked = 1; ; asked++) {
      try {
        return question.get();
      } catch (ServiceException e) {
        if (!e.reason().equals(LOADING)
            || asked == attempts
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
      pause.run();
    }
  }
}
