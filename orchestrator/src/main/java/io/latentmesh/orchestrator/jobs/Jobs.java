package io.latentmesh.orchestrator.jobs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins jobs, lets requests join them, and ends them. Each job runs on a virtual thread of its
 * own, whoever listens. Thread-safe.
 */
public final class Jobs {
  private static final Logger log = LoggerFactory.getLogger(Jobs.class);
  private static final int INTERNAL = 13;

  /** Time for stopped jobs to notice. */
  private static final Duration STOPPING = Duration.ofSeconds(5);

  private final Parts parts;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();

  @GuardedBy("lock")
  private final Map<String, LiveJob> running = new HashMap<>();

  @GuardedBy("lock")
  private boolean draining;

  /**
   * What jobs are made of.
   *
   * @param ids of new jobs: unguessable, each once
   */
  public record Parts(
      JobStore store, JobLedger ledger, InstantSource clock, Supplier<String> ids) {}

  public Jobs(Parts parts) {
    this.parts = parts;
  }

  /**
   * Begins a job, or joins the one that the proposal's key names. Whoever gets a reader is a
   * listener of the job until it closes it.
   */
  public Submission submit(Proposal proposal) {
    var job = new NewJob(parts.ids().get(), proposal.key(), proposal.fingerprint());
    var live = new LiveJob(job, proposal, parts);
    if (!register(live)) {
      live.stop(StopReason.NO_LISTENER);
      return whileDraining(proposal);
    }
    while (true) {
      switch (parts.store().create(job)) {
        case Creation.Created created -> {
          return begin(live);
        }
        case Creation.Known known -> {
          Optional<Submission> joined = join(known.job(), proposal);
          if (joined.isPresent()) {
            unregister(live);
            live.stop(StopReason.NO_LISTENER);
            return joined.get();
          }
          parts.store().release(known.job().id());
        }
      }
    }
  }

  /** The job of that id; empty when it is not known or another tenant's. */
  public Optional<JobRecord> find(String tenant, String jobId) {
    return parts.store().find(jobId).filter(job -> job.job().key().tenant().equals(tenant));
  }

  /** As {@link #find}, with all events that are kept. */
  public Optional<Page> read(String tenant, String jobId) {
    return find(tenant, jobId).flatMap(job -> parts.store().read(jobId, 1, Integer.MAX_VALUE));
  }

  /** Listens to a job; empty as {@link #find}. */
  public Optional<JobReader> watch(String tenant, String jobId) {
    return find(tenant, jobId)
        .map(job -> new JobReader(jobId, parts.store(), live(jobId).filter(LiveJob::attach)));
  }

  /**
   * Ends a job, whoever listens; one that has ended stays as it is.
   *
   * @return a reader that keeps nobody alive, to wait for the end with; empty as {@link #find}
   */
  public Optional<JobReader> cancel(String tenant, String jobId) {
    return find(tenant, jobId)
        .map(job -> {
          var reader = new JobReader(jobId, parts.store(), Optional.empty());
          live(jobId).ifPresent(live -> live.stop(StopReason.CANCEL_JOB));
          return reader;
        });
  }

  /** Ends the jobs whose lease has ended; to be called now and then. */
  public void sweep() {
    running().forEach(LiveJob::expire);
  }

  /**
   * Begins no new jobs from now on, and waits for those that run: those that nobody listens to as
   * well. What takes longer than {@code patience} is stopped.
   */
  public void drain(Duration patience) {
    lock.lock();
    try {
      draining = true;
    } finally {
      lock.unlock();
    }
    try {
      if (!awaitIdle(patience)) {
        running().forEach(job -> job.stop(StopReason.DRAINING));
        awaitIdle(STOPPING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Submission begin(LiveJob live) {
    var reader = new JobReader(live.job().id(), parts.store(), Optional.of(live));
    Thread.ofVirtual().name("job").start(() -> run(live));
    return new Submission.Started(reader);
  }

  private void run(LiveJob live) {
    try {
      live.ended(work(live));
    } finally {
      unregister(live);
    }
  }

  private static Ending work(LiveJob live) {
    try {
      return live.work().run(live);
    } catch (RuntimeException | Error e) {
      log.error("event=job_broken job_id={}", live.job().id(), e);
      var error = JobError.of(INTERNAL, "INTERNAL_ERROR", "Internal error");
      return new Ending(Outcome.FAILED, Optional.of(error), ByteBuffer.allocate(0));
    }
  }

  /**
   * Empty when the known job is about to end without success, so that its key is as good as free.
   */
  private Optional<Submission> join(JobRecord known, Proposal proposal) {
    Optional<LiveJob> live = live(known.id());
    boolean same = known.job().fingerprint().equals(proposal.fingerprint());
    if (live.isPresent() && !live.get().attach()) {
      return Optional.empty();
    }
    if (!same) {
      live.ifPresent(LiveJob::detach);
      return Optional.of(new Submission.Conflict(known.id()));
    }
    parts.ledger().joined();
    return Optional.of(new Submission.Joined(new JobReader(known.id(), parts.store(), live)));
  }

  private Submission whileDraining(Proposal proposal) {
    return parts
        .store()
        .find(proposal.key())
        .flatMap(known -> join(known, proposal))
        .orElseGet(Submission.Draining::new);
  }

  private Optional<LiveJob> live(String jobId) {
    lock.lock();
    try {
      return Optional.ofNullable(running.get(jobId));
    } finally {
      lock.unlock();
    }
  }

  private List<LiveJob> running() {
    lock.lock();
    try {
      return List.copyOf(running.values());
    } finally {
      lock.unlock();
    }
  }

  /** Before the store knows the job, so that whoever finds it there finds it here. */
  private boolean register(LiveJob live) {
    lock.lock();
    try {
      return !draining && running.put(live.job().id(), live) == null;
    } finally {
      lock.unlock();
    }
  }

  private void unregister(LiveJob live) {
    lock.lock();
    try {
      running.remove(live.job().id(), live);
      if (running.isEmpty()) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitIdle(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!running.isEmpty() && left > 0) {
        left = idle.awaitNanos(left);
      }
      return running.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
