package io.latentmesh.orchestrator.generation;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes its first preview until all evaluations were reported, which only others can do. */
final class BlockingPreviews implements GenerationListener {
  private final GenerationListener next;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch evaluations;
  private volatile boolean waited;

  BlockingPreviews(GenerationListener next, int evaluations) {
    this.next = next;
    this.evaluations = new CountDownLatch(evaluations);
  }

  /** Counted down when the first preview has come. */
  CountDownLatch begun() {
    return begun;
  }

  boolean waitedForAllEvaluations() {
    return waited;
  }

  @Override
  public void admitted() {
    next.admitted();
  }

  @Override
  public void event(GenerationEvent event) {
    if (event instanceof GenerationEvent.Progress) {
      evaluations.countDown();
    }
    if (event instanceof GenerationEvent.Preview) {
      await();
    }
    next.event(event);
  }

  @Override
  public void phase(Phase phase, Duration duration) {
    next.phase(phase, duration);
  }

  private void await() {
    begun.countDown();
    try {
      waited = evaluations.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
