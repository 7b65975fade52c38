package io.latentmesh.orchestrator.jobs;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Work that is refused, succeeds, fails or notices that it was stopped. */
final class RandomWork implements JobWork {
  private static final int EVENTS = 20;
  private static final long EVALUATION_NANOS = 50_000;
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  private final SplittableRandom random;
  private final AtomicBoolean stopped = new AtomicBoolean();

  RandomWork(SplittableRandom random) {
    this.random = random;
  }

  @Override
  public Ending run(JobOutput output) {
    if (random.nextInt(5) == 0) {
      return Drafts.failed(Outcome.FAILED);
    }
    output.admitted();
    for (int i = 0; i < EVENTS; i++) {
      output.append(Drafts.event("progress", "event " + i));
      LockSupport.parkNanos(EVALUATION_NANOS); // so that many are in flight
      if (stopped.get()) {
        return Drafts.failed(Outcome.CANCELLED);
      }
    }
    Outcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
    return outcome == Outcome.OK ? Drafts.ok() : Drafts.failed(outcome);
  }

  @Override
  public void stop(StopReason reason) {
    stopped.set(true);
  }
}
