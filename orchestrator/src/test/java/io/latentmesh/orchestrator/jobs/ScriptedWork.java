package io.latentmesh.orchestrator.jobs;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Work that does what a test says, when it says so; stopped, it is cancelled. */
final class ScriptedWork implements JobWork {
  private final CompletableFuture<JobOutput> output = new CompletableFuture<>();
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private final CompletableFuture<StopReason> stopped = new CompletableFuture<>();
  private final CountDownLatch returned = new CountDownLatch(1);

  @Override
  public Ending run(JobOutput out) {
    output.complete(out);
    try {
      return ending.join();
    } finally {
      returned.countDown();
    }
  }

  @Override
  public void stop(StopReason reason) {
    stopped.complete(reason);
    ending.complete(Drafts.failed(Outcome.CANCELLED));
  }

  /** Once it runs. */
  JobOutput output() {
    return output.join();
  }

  ScriptedWork admitted() {
    output().admitted();
    return this;
  }

  void end(Ending how) {
    ending.complete(how);
  }

  /** Why it was stopped; empty while it was not. */
  Optional<StopReason> stopped() {
    return Optional.ofNullable(stopped.getNow(null));
  }

  boolean hasRun() {
    return output.isDone();
  }
}
