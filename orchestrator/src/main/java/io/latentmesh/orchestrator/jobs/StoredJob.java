package io.latentmesh.orchestrator.jobs;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One job of a {@link JobTable}. Not thread-safe. */
final class StoredJob {
  /** What a record and an event cost beside their payload; an estimate on the safe side. */
  static final long JOB_BYTES = 1024;

  static final long EVENT_BYTES = 256;

  private final NewJob job;
  private final Instant created;
  private final TreeMap<Long, JobEvent> events = new TreeMap<>();
  private final Map<String, Long> slots = new HashMap<>();
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private Optional<JobRecord.End> end = Optional.empty();
  private long last;
  private long oldest = 1;
  private long bytes = JOB_BYTES;

  StoredJob(NewJob job, Instant created) {
    this.job = job;
    this.created = created;
  }

  NewJob job() {
    return job;
  }

  JobRecord record() {
    return new JobRecord(job, created, last, end);
  }

  Optional<JobRecord.End> end() {
    return end;
  }

  long bytes() {
    return bytes;
  }

  Set<Subscriber> subscribers() {
    return subscribers;
  }

  long append(EventDraft draft) {
    last++;
    events.put(last, new JobEvent(last, draft));
    bytes += bytes(draft);
    draft.slot().map(slot -> slots.put(slot, last)).ifPresent(this::drop);
    return last;
  }

  void end(JobRecord.End ended) {
    end = Optional.of(ended);
    bytes += ended.ending().summary().remaining();
  }

  Page read(long from, int limit) {
    List<JobEvent> found = events.tailMap(from, true).values().stream().limit(limit).toList();
    return new Page(record(), oldest, found);
  }

  /** Keeps the record only. */
  void dropEvents() {
    List.copyOf(events.keySet()).forEach(this::drop);
    slots.clear();
    oldest = last + 1;
  }

  private void drop(long sequence) {
    JobEvent dropped = events.remove(sequence);
    if (dropped != null) {
      bytes -= bytes(dropped.draft());
    }
  }

  private static long bytes(EventDraft draft) {
    return EVENT_BYTES + draft.payload().remaining();
  }
}
