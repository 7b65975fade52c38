package io.latentmesh.orchestrator.jobs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A job that runs in this process: who listens to it, and whether it was told to stop. Thread-safe.
 */
final class LiveJob implements JobOutput {
  /*
   * A job is stopped at most once, and never after it has ended: the decision is taken under the
   * lock together with what it depends on, so that nobody attaches to a job that is being given up.
   * The key of a stopped job is free before the work hears of it: a client that comes back at once
   * begins anew instead of joining what is about to fail.
   */
  private enum State {
    RUNNING,
    STOPPED,
    ENDED
  }

  private final NewJob job;
  private final Proposal proposal;
  private final JobWork work;
  private final JobStore store;
  private final JobLedger ledger;
  private final InstantSource clock;
  private final AtomicBoolean admitted = new AtomicBoolean();
  private final AtomicReference<Optional<Ending>> ending = new AtomicReference<>(Optional.empty());
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private State state = State.RUNNING;

  /** Whoever begins a job listens to it. */
  @GuardedBy("lock")
  private int listeners = 1;

  /** Since when nobody listens; empty while somebody does. */
  @GuardedBy("lock")
  private Optional<Instant> alone = Optional.empty();

  LiveJob(NewJob job, Proposal proposal, Jobs.Parts parts) {
    this.job = job;
    this.proposal = proposal;
    this.work = proposal.work().apply(job.id());
    this.store = parts.store();
    this.ledger = parts.ledger();
    this.clock = parts.clock();
  }

  NewJob job() {
    return job;
  }

  JobWork work() {
    return work;
  }

  /** How it ended; empty while it runs. */
  Optional<Ending> ending() {
    return ending.get();
  }

  @Override
  public void admitted() {
    if (admitted.compareAndSet(false, true)) {
      ledger.admitted();
    }
  }

  @Override
  public void append(EventDraft event) {
    store.append(job.id(), event);
  }

  /**
   * The work has returned. It is counted before anybody can read of it, so that whoever has seen
   * the last job end finds nothing in flight.
   */
  void ended(Ending how) {
    lock.lock();
    try {
      state = State.ENDED;
    } finally {
      lock.unlock();
    }
    ending.set(Optional.of(how));
    if (admitted.get()) {
      ledger.ended(how.outcome());
      store.end(job.id(), how);
    } else {
      store.remove(job.id());
    }
  }

  /** One more listener; false when the job was told to stop: there is nothing to wait for. */
  boolean attach() {
    lock.lock();
    try {
      if (state == State.STOPPED) {
        return false;
      }
      listeners++;
      alone = Optional.empty();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** One listener less. The last one takes the job along, or its lease begins. */
  void detach() {
    boolean givenUp = false;
    lock.lock();
    try {
      listeners--;
      if (listeners == 0) {
        alone = Optional.of(clock.instant());
        givenUp = proposal.lease().isEmpty() && mayStop();
      }
    } finally {
      lock.unlock();
    }
    if (givenUp) {
      end(StopReason.NO_LISTENER);
    }
  }

  /** Stops the job if nobody has listened for as long as its lease. */
  void expire() {
    boolean expired;
    lock.lock();
    try {
      expired = leaseEnd().filter(end -> !end.isAfter(clock.instant())).isPresent() && mayStop();
    } finally {
      lock.unlock();
    }
    if (expired) {
      end(StopReason.LEASE_ENDED);
    }
  }

  /** Stops the job, unless that was done before. */
  void stop(StopReason reason) {
    boolean first;
    lock.lock();
    try {
      first = mayStop();
    } finally {
      lock.unlock();
    }
    if (first) {
      end(reason);
    }
  }

  private void end(StopReason reason) {
    store.release(job.id());
    work.stop(reason);
  }

  @GuardedBy("lock")
  private Optional<Instant> leaseEnd() {
    return alone.flatMap(since -> proposal.lease().map(since::plus));
  }

  @GuardedBy("lock")
  private boolean mayStop() {
    if (state != State.RUNNING) {
      return false;
    }
    state = State.STOPPED;
    return true;
  }
}
