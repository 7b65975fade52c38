package io.latentmesh.orchestrator.admission;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.latentmesh.serving.ServiceException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The way in: predicts what each request takes, refuses at once what could not be done in time, and
 * lets the others begin in order. Thread-safe.
 */
public final class Admission {
  /*
   * Design note.
   *
   * Invariants, under the lock: an entry is in the roster's `waiting` if and only if it is WAITING,
   * in `running` if and only if it is RUNNING; rows in flight are the sum over `running`. An entry
   * changes its state only where the roster takes or gives back what it holds, so closing twice,
   * or before the turn, or between the turn and the thread's waking, leaks nothing.
   *
   * The queue is here and not in the denoiser, because here its order and everybody's deadline are
   * known. The denoiser gets just so many rows that its batches are full and the next one is
   * travelling while one runs: everything beyond that would wait there, out of order.
   *
   * A request is admitted before its texts are encoded and has its turn after that. Until then it is
   * passed over by those behind it, and keeps its place.
   *
   * One lock for everything: what is done under it is a sort and one pass over a bounded queue. No
   * listener is called under it, and no stage, ever. Nobody drives the queue: whoever changes it
   * advances it, and those who wait look at it a few times a second, because time expels, too, and
   * replicas come.
   */
  private static final long LOOK_NANOS = Duration.ofMillis(250).toNanos();

  private final CostModel costs;
  private final LongSupplier clock;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final AdmissionQueue queue;

  /**
   * What admission learns from.
   *
   * @param rowTimes to be told of evaluations
   * @param replicas of the denoiser that are ready; must not block
   * @param nanoTime as {@link System#nanoTime}
   */
  public record Surroundings(RowTimes rowTimes, IntSupplier replicas, LongSupplier nanoTime) {}

  public Admission(AdmissionLimits limits, Surroundings surroundings, MeterRegistry registry) {
    long origin = surroundings.nanoTime().getAsLong();
    IntSupplier replicas = () -> Math.max(1, surroundings.replicas().getAsInt());
    this.clock = () -> surroundings.nanoTime().getAsLong() - origin;
    this.costs = new CostModel(surroundings.rowTimes());
    this.queue = new AdmissionQueue(limits, costs, replicas, new AdmissionMeters(registry));
    AdmissionMeters.watch(registry, this, limits);
  }

  /**
   * Gives a request its place. Never waits for the mesh.
   *
   * @throws ServiceException RESOURCE_EXHAUSTED with what was predicted and when to try again
   */
  public Ticket admit(Work work) {
    lock.lock();
    try {
      return new QueueTicket(queue.admit(work, lock.newCondition(), clock.getAsLong()));
    } finally {
      lock.unlock();
    }
  }

  /** Lets time have its effect now instead of at the next look. */
  void step() {
    lock.lock();
    try {
      queue.advance(clock.getAsLong());
      queue.wakeAll();
    } finally {
      lock.unlock();
    }
  }

  QueueState state() {
    lock.lock();
    try {
      return queue.state(clock.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /** The ticket of one entry. */
  private final class QueueTicket implements Ticket {
    private final Entry entry;

    QueueTicket(Entry entry) {
      this.entry = entry;
    }

    @Override
    public double weight() {
      return entry.place().owner().limits().weight();
    }

    @Override
    public void encoded() {
      costs.encoded(clock.getAsLong() - entry.place().arrivedNanos());
    }

    @Override
    public void evaluated() {
      lock.lock();
      try {
        queue.evaluated(entry, clock.getAsLong());
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void sampled() {
      lock.lock();
      try {
        queue.sampled(entry, clock.getAsLong());
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void decoded() {
      lock.lock();
      try {
        queue.decoded(entry, clock.getAsLong());
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        queue.close(entry, clock.getAsLong());
      } finally {
        lock.unlock();
      }
    }

    private boolean ready() {
      lock.lock();
      try {
        entry.ready();
        queue.advance(clock.getAsLong());
        return hasTurn();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void awaitTurn(TurnListener listener) {
      Optional<Standing> told = Optional.empty();
      try {
        boolean turn = ready();
        while (!turn) {
          Optional<Standing> standing = standing();
          if (standing.isPresent() && !standing.equals(told)) {
            told = standing;
            listener.waiting(told.get().position(), told.get().remaining());
          }
          turn = look();
        }
      } catch (InterruptedException e) {
        close();
        Thread.currentThread().interrupt();
        var cancelled = new CancellationException("interrupted while waiting for the turn");
        cancelled.initCause(e);
        throw cancelled;
      }
    }

    /** Empty when the entry does not wait any more. */
    private Optional<Standing> standing() {
      lock.lock();
      try {
        return entry.state() == Entry.State.WAITING
            ? Optional.of(queue.standing(entry, clock.getAsLong()))
            : Optional.empty();
      } finally {
        lock.unlock();
      }
    }

    /** Waits for the turn, but not long. */
    private boolean look() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        long left = LOOK_NANOS;
        while (entry.state() == Entry.State.WAITING && left > 0) {
          left = entry.turn().awaitNanos(left);
        }
        queue.advance(clock.getAsLong());
        return hasTurn();
      } finally {
        lock.unlock();
      }
    }

    private boolean hasTurn() {
      return switch (entry.state()) {
        case WAITING -> false;
        case RUNNING -> true;
        case EXPELLED -> throw entry.expulsion().orElseThrow();
        case CLOSED -> throw new CancellationException("the request was closed before its turn");
      };
    }
  }
}
