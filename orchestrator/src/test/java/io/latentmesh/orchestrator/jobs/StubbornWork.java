package io.latentmesh.orchestrator.jobs;

import java.util.concurrent.CountDownLatch;

/** Work that, told to stop, takes its time. */
final class StubbornWork implements JobWork {
  final CountDownLatch running = new CountDownLatch(1);
  final CountDownLatch release = new CountDownLatch(1);

  @Override
  public Ending run(JobOutput output) {
    running.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Drafts.failed(Outcome.CANCELLED);
  }

  @Override
  public void stop(StopReason reason) {}
}
