package io.latentmesh.orchestrator.jobs;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a {@link MemoryJobStore} and the rules of what it keeps. Not thread-safe.
 *
 * <p>Operations are those of {@link JobStore}.
 */
final class JobTable {
  private final InstantSource clock;
  private final Retention retention;
  private final Map<String, StoredJob> jobs = new HashMap<>();

  /** Who owns each named key. */
  private final Map<RequestKey, StoredJob> owners = new HashMap<>();

  /** Finished jobs with their events, in the order of their ends. */
  private final Deque<StoredJob> whole = new ArrayDeque<>();

  /** Finished jobs without their events, in the order in which they lost them. */
  private final Deque<StoredJob> bare = new ArrayDeque<>();

  private long bytes;

  JobTable(InstantSource clock, Retention retention) {
    this.clock = clock;
    this.retention = retention;
  }

  long bytes() {
    return bytes;
  }

  int size() {
    return jobs.size();
  }

  Creation create(NewJob job) {
    StoredJob owner = owners.get(job.key());
    if (owner != null) {
      return new Creation.Known(owner.record());
    }
    var created = new StoredJob(job, clock.instant());
    if (jobs.putIfAbsent(job.id(), created) != null) {
      throw new IllegalArgumentException("job id: used before, was " + job.id());
    }
    if (job.key().isNamed()) {
      owners.put(job.key(), created);
    }
    account(created.bytes());
    return new Creation.Created(created.record());
  }

  Optional<StoredJob> find(String jobId) {
    return Optional.ofNullable(jobs.get(jobId));
  }

  Optional<StoredJob> find(RequestKey key) {
    return Optional.ofNullable(owners.get(key));
  }

  long append(String jobId, EventDraft event) {
    StoredJob job = running(jobId);
    long before = job.bytes();
    long sequence = job.append(event);
    account(job.bytes() - before);
    return sequence;
  }

  void end(String jobId, Ending ending) {
    StoredJob job = running(jobId);
    long before = job.bytes();
    job.end(new JobRecord.End(clock.instant(), ending));
    whole.add(job);
    if (ending.outcome() != Outcome.OK) {
      release(job);
    }
    account(job.bytes() - before);
  }

  void release(StoredJob job) {
    owners.remove(job.job().key(), job);
  }

  void remove(StoredJob job) {
    whole.remove(job);
    bare.remove(job);
    forget(job);
  }

  /** Forgets what was kept long enough. */
  void sweep() {
    Instant endedBefore = clock.instant().minus(retention.keep());
    forgetOlder(whole, endedBefore);
    forgetOlder(bare, endedBefore);
  }

  private StoredJob running(String jobId) {
    return find(jobId)
        .filter(job -> job.end().isEmpty())
        .orElseThrow(() -> new IllegalStateException("no such job runs: " + jobId));
  }

  private void forgetOlder(Deque<StoredJob> ended, Instant endedBefore) {
    Iterator<StoredJob> oldestFirst = ended.iterator();
    while (oldestFirst.hasNext()) {
      StoredJob job = oldestFirst.next();
      if (job.end().orElseThrow().time().isAfter(endedBefore)) {
        return;
      }
      if (job.subscribers().isEmpty()) {
        oldestFirst.remove();
        forget(job);
      }
    }
  }

  private void account(long more) {
    bytes += more;
    dropEvents();
    dropRecords();
  }

  private void dropEvents() {
    Iterator<StoredJob> oldestFirst = whole.iterator();
    while (bytes > retention.maxBytes() && oldestFirst.hasNext()) {
      StoredJob job = oldestFirst.next();
      if (job.subscribers().isEmpty()) {
        oldestFirst.remove();
        dropEvents(job);
      }
    }
  }

  private void dropEvents(StoredJob job) {
    long before = job.bytes();
    job.dropEvents();
    bytes -= before - job.bytes();
    bare.add(job);
    release(job);
  }

  private void dropRecords() {
    Iterator<StoredJob> oldestFirst = bare.iterator();
    while (bytes > retention.maxBytes() && oldestFirst.hasNext()) {
      StoredJob job = oldestFirst.next();
      if (job.subscribers().isEmpty()) {
        oldestFirst.remove();
        forget(job);
      }
    }
  }

  private void forget(StoredJob job) {
    if (jobs.remove(job.job().id(), job)) {
      release(job);
      bytes -= job.bytes();
    }
  }
}
