package io.latentmesh.orchestrator.jobs;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One listener of a job. It holds nothing of the job but what it reads next, so a slow listener
 * costs no memory and delays nobody. JobReading is for one thread; closing for any.
 */
public final class JobReader implements AutoCloseable {
  private final String jobId;
  private final JobStore store;
  private final Optional<LiveJob> live;
  private final Semaphore changes = new Semaphore(0);
  private final Optional<Subscription> subscription;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param live the job to be detached from when this is closed; empty when nobody counts on it
   */
  JobReader(String jobId, JobStore store, Optional<LiveJob> live) {
    this.jobId = jobId;
    this.store = store;
    this.live = live;
    this.subscription = store.subscribe(jobId, changes::release);
  }

  public String jobId() {
    return jobId;
  }

  /**
   * The oldest event that is kept from a sequence number on, waited for.
   *
   * @param from from 1 on; beyond the newest event waits for that one or for the job's end
   */
  public JobReading next(long from) throws InterruptedException {
    while (true) {
      Optional<JobReading> reading = now(from);
      if (reading.isPresent()) {
        return reading.get();
      }
      changes.acquire();
      changes.drainPermits();
    }
  }

  /** This listener has gone. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      subscription.ifPresent(Subscription::close);
      live.ifPresent(LiveJob::detach);
    }
  }

  private Optional<JobReading> now(long from) {
    Optional<Page> page = store.read(jobId, from, 1);
    return page.isPresent() ? reading(page.get(), from) : Optional.of(forgotten(from));
  }

  private static Optional<JobReading> reading(Page page, long from) {
    if (page.isIncompleteFrom(from)) {
      return Optional.of(new JobReading.Gone(page.oldest()));
    }
    if (!page.events().isEmpty()) {
      return Optional.of(new JobReading.Event(page.events().getFirst()));
    }
    return page.job().end().map(end -> new JobReading.End(end.ending()));
  }

  /** A job that was refused is known only to those who were there. */
  private JobReading forgotten(long from) {
    return live.flatMap(LiveJob::ending)
        .<JobReading>map(JobReading.End::new)
        .orElseGet(() -> new JobReading.Gone(from + 1));
  }
}
