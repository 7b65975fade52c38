package io.latentmesh.unet.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Runs the rows of many images through one model, a forward at a time. Starts no thread and reads
 * no clock but the one it is given; {@link EngineLoop} calls {@link #step()} in production, tests
 * call it themselves.
 */
public final class StepEngine implements Intake, AutoCloseable {
  /* Design. One thread calls step() and writes everything here; others only put things into the
   * inbox. A step is plan -> execute -> apply:
   *   plan    a pure choice among waiting rows (BatchPolicy);
   *   execute the only slow line (Forwards);
   *   apply   answers are handed to another thread, which then learns from the forward's time, and
   *           the next plan follows at once: the device waits neither for answers to be written nor
   *           for the network.
   * A row leaves the queue when it is planned, withdrawn or late, never otherwise, so that cancel
   * and deadline take effect at the next step. A failed forward fails the rows of that forward and
   * nothing else; a row whose answer is not finite fails alone. */

  private final BatchPolicy policy;
  private final Surroundings surroundings;
  private final Forwards forwards;
  private final Answers answers;
  private final IdleTime idle;
  private final Inbox inbox = new Inbox();
  private final RoundTrips roundTrips = new RoundTrips();
  private final ArrayList<Row> waiting = new ArrayList<>();
  private Shares shares = Shares.none();
  private long holdNanos; // Of the last choice.
  private volatile int queued; // The size of waiting, for other threads.
  private volatile long oldest; // When the first of those arrived; of no meaning without any.

  /** An engine without rows. */
  public StepEngine(Device device, BatchPolicy policy, Surroundings surroundings) {
    this.policy = policy;
    this.surroundings = surroundings;
    this.idle = new IdleTime(surroundings.observer(), now());
    this.forwards = new Forwards(device, surroundings, idle);
    this.answers = new Answers(surroundings.answers(), surroundings.observer(), forwards::learn);
  }

  /** Queues rows, in order; after {@link #close()} they fail at once. */
  @Override
  public void submit(List<Row> rows) {
    if (!inbox.add(rows)) {
      answers.fail(rows, new EngineClosedException());
    }
  }

  @Override
  public void left(Claim claim) {
    inbox.end(claim);
  }

  /** Runs at most one choice of rows and returns how many there were; 0 when none runs now. */
  public int step() {
    long now = now();
    idle.until(now);
    idle.from(Idle.PLANNING);
    Inbox.Arrivals arrivals = inbox.take();
    look(arrivals, now);
    if (arrivals.closed()) {
      return refuse(new EngineClosedException());
    }
    if (forwards.isBroken()) {
      return recover();
    }
    List<Row> batch = plan();
    if (batch.isEmpty()) {
      idle.from(idleReason());
      return 0;
    }
    run(batch);
    return batch.size();
  }

  /** How long a thread may wait for rows after a step that ran none. The thread that steps. */
  public long patienceNanos() {
    if (forwards.isBroken()) {
      return Math.max(1, forwards.untilTest(now()));
    }
    return holdNanos > 0 ? holdNanos : Long.MAX_VALUE;
  }

  /** Rows that no forward has taken yet, the cancelled ones included until a step. Any thread. */
  public int waiting() {
    return queued + inbox.size();
  }

  /** How long the first of them has waited; 0 when none does. Any thread. */
  public long oldestAgeNanos() {
    long since = oldest;
    long now = now();
    return Math.max(0, now - (queued > 0 ? since : inbox.oldest().orElse(now)));
  }

  /**
   * Whether the forward that runs now will hardly end: it has taken longer than {@code floorNanos},
   * and a hundred times longer than it should. Any thread.
   */
  public boolean isStuck(long floorNanos) {
    return forwards.isStuck(floorNanos);
  }

  /** What is known about the forwards of each kind that came lately. Any thread. */
  public Map<Row.Kind, Sizing> sizings() {
    return forwards.sizings();
  }

  /**
   * Fails the rows that come from now on, and at the next step those that wait. A forward that runs
   * is not disturbed. Any thread.
   */
  @Override
  public void close() {
    answers.fail(inbox.close(), new EngineClosedException());
  }

  private void look(Inbox.Arrivals arrivals, long now) {
    arrivals.rows().forEach(roundTrips::arrived);
    waiting.addAll(arrivals.rows());
    arrivals.ended().forEach(roundTrips::left);
    waiting.removeIf(row -> dropIfOver(row, now));
    count();
  }

  private boolean dropIfOver(Row row, long now) {
    boolean withdrawn = row.answer().isDone();
    if (!withdrawn && !isLate(row, now)) {
      return false;
    }
    roundTrips.dropped(row);
    if (!withdrawn) {
      surroundings.observer().late(row);
      answers.fail(
          List.of(row), new LateException("the deadline passed while the evaluation waited"));
    }
    return true;
  }

  private static boolean isLate(Row row, long now) {
    long deadline = row.deadlineNanos();
    return deadline != Evaluation.NO_DEADLINE && deadline - now <= 0;
  }

  private List<Row> plan() {
    holdNanos = 0;
    if (waiting.isEmpty()) {
      return List.of();
    }
    waiting.forEach(row -> forwards.expect(row.kind()));
    Choice choice = policy.choose(situation());
    shares = choice.shares();
    holdNanos = choice.holdNanos();
    waiting.removeAll(new HashSet<>(choice.rows()));
    count();
    return choice.rows();
  }

  private Idle idleReason() {
    if (!waiting.isEmpty()) {
      return Idle.HOLDING;
    }
    return roundTrips.isEmpty() ? Idle.NO_STREAMS : Idle.WAITING_FOR_ROWS;
  }

  private Waiting situation() {
    long now = now();
    return new Waiting(
        waiting,
        shares,
        forwards.curves(),
        forwards.caps(waiting),
        roundTrips.turnaround(now),
        now);
  }

  private void run(List<Row> batch) {
    for (Outcome outcome : forwards.run(batch, waiting.size())) {
      switch (outcome) {
        case Outcome.Ran ran -> {
          ran.rows().forEach(row -> roundTrips.answered(row, ran.forward().endedNanos()));
          give(ran);
        }
        case Outcome.Failed failed -> {
          failed.rows().forEach(roundTrips::dropped);
          answers.fail(failed.rows(), failed.failure());
        }
      }
    }
  }

  private void give(Outcome.Ran ran) {
    if (waiting() == 0) {
      answers.giveAtOnce(ran);
    } else {
      answers.giveElsewhere(ran);
    }
  }

  /** Rows that wait for a device that does not work are better off elsewhere. */
  private int recover() {
    refuse(new DeviceBrokenException("the last forwards failed; this replica tests itself"));
    forwards.testIfDue();
    idle.from(Idle.BROKEN);
    return 0;
  }

  private int refuse(RuntimeException failure) {
    waiting.forEach(roundTrips::dropped);
    answers.fail(List.copyOf(waiting), failure);
    waiting.clear();
    count();
    return 0;
  }

  /** The time first: whoever reads a number above 0 then reads a time that goes with it. */
  private void count() {
    if (!waiting.isEmpty()) {
      oldest = waiting.getFirst().arrivedNanos();
    }
    queued = waiting.size();
  }

  private long now() {
    return surroundings.nanoTime().getAsLong();
  }
}
