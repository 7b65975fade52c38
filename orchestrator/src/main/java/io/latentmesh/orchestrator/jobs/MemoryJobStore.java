package io.latentmesh.orchestrator.jobs;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The jobs of one orchestrator, in its own memory; they end with it.
 *
 * <p>Finished jobs are kept for a time. When all jobs together take more than the allowed bytes,
 * the finished ones lose their events, oldest first, and then their records. Running jobs, and
 * those that somebody is subscribed to, keep everything, so the bound is exceeded when these alone
 * exceed it: how many run is admission's to bound.
 */
public final class MemoryJobStore implements JobStore {
  /*
   * One lock for all jobs: every operation is a few map accesses, and an event comes once per
   * evaluation, which takes milliseconds. Subscribers are called without the lock.
   */
  private final ReentrantLock lock = new ReentrantLock();
  // Used under the lock only.
  private final JobTable table;

  public MemoryJobStore(InstantSource clock, Retention retention) {
    this.table = new JobTable(clock, retention);
  }

  /** What all jobs take, in bytes: 0 when none is known. */
  public long bytes() {
    return locked(table::bytes);
  }

  /** Jobs known, running and finished. */
  public int size() {
    return locked(table::size);
  }

  /** Forgets finished jobs that were kept long enough; to be called now and then. */
  public void sweep() {
    lock.lock();
    try {
      table.sweep();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Creation create(NewJob job) {
    return locked(() -> table.create(job));
  }

  @Override
  public Optional<JobRecord> find(String jobId) {
    return locked(() -> table.find(jobId).map(StoredJob::record));
  }

  @Override
  public Optional<JobRecord> find(RequestKey key) {
    return locked(() -> table.find(key).map(StoredJob::record));
  }

  @Override
  public long append(String jobId, EventDraft event) {
    Change<Long> change = changing(jobId, () -> table.append(jobId, event));
    change.subscribers().forEach(Subscriber::changed);
    return change.result();
  }

  @Override
  public void end(String jobId, Ending ending) {
    changing(
            jobId,
            () -> {
              table.end(jobId, ending);
              return jobId;
            })
        .subscribers()
        .forEach(Subscriber::changed);
  }

  @Override
  public void release(String jobId) {
    locked(() -> {
      Optional<StoredJob> job = table.find(jobId);
      job.ifPresent(table::release);
      return job;
    });
  }

  @Override
  public void remove(String jobId) {
    changing(
            jobId,
            () -> {
              table.find(jobId).ifPresent(table::remove);
              return jobId;
            })
        .subscribers()
        .forEach(Subscriber::changed);
  }

  @Override
  public Optional<Page> read(String jobId, long fromSequence, int limit) {
    return locked(() -> table.find(jobId).map(job -> job.read(fromSequence, limit)));
  }

  @Override
  public Optional<Subscription> subscribe(String jobId, Runnable onChange) {
    var subscriber = new Subscriber(onChange);
    Function<StoredJob, Subscription> subscribe =
        job -> {
          job.subscribers().add(subscriber);
          return () -> locked(() -> job.subscribers().remove(subscriber));
        };
    return locked(() -> table.find(jobId).map(subscribe));
  }

  /** What an operation gave, and who is to be told. */
  private record Change<T>(T result, List<Subscriber> subscribers) {}

  /** Changes a job under the lock; its subscribers are those from before. */
  private <T> Change<T> changing(String jobId, Supplier<T> change) {
    return locked(() -> {
      List<Subscriber> subscribers =
          table.find(jobId).map(job -> List.copyOf(job.subscribers())).orElse(List.of());
      return new Change<>(change.get(), subscribers);
    });
  }

  private <T> T locked(Supplier<T> operation) {
    lock.lock();
    try {
      return operation.get();
    } finally {
      lock.unlock();
    }
  }
}
