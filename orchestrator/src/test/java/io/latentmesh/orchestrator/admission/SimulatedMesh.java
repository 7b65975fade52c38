package io.latentmesh.orchestrator.admission;

import io.latentmesh.orchestrator.stage.BatchCurve;
import io.latentmesh.orchestrator.stage.Evaluation;
import io.latentmesh.serving.ServiceException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The whole mesh in virtual time: the real queue before simulated replicas, which batch by deadline
 * and take as long as a batch curve says. Used by one thread.
 */
final class SimulatedMesh {
  private static final long ENCODE_NANOS = 5_000_000;
  private static final long DECODE_NANOS = 40_000_000;
  private static final long TRAVEL_NANOS = 1_000_000;

  private final BatchCurve curve;
  private final RowTimes rowTimes = new RowTimes();
  private final List<Replica> replicas = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::order));
  private final List<Request> waiting = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final AdmissionQueue queue;
  private long now;
  private long order;

  private record Event(long atNanos, long order, Runnable action) {}

  /** One request's story; times in nanoseconds, 0 until then. */
  static final class Request {
    final Work work;
    final long arrivedNanos;
    long endedNanos;
    boolean refused;
    private Entry entry;
    private int evaluationsLeft;
    private Replica replica;

    @SuppressWarnings("NullAway.Init") // Set when it is admitted, and when it begins.
    Request(Work work, long arrivedNanos) {
      this.work = work;
      this.arrivedNanos = arrivedNanos;
      this.evaluationsLeft = work.volume().evaluations();
    }

    long deadlineNanos() {
      return arrivedNanos + work.caller().timeLeft().orElseThrow().toNanos();
    }

    boolean inTime() {
      return endedNanos > 0 && endedNanos <= deadlineNanos();
    }
  }

  private static final class Replica {
    private final List<Request> pending = new ArrayList<>();
    private int streams;
    private boolean busy;
  }

  SimulatedMesh(BatchCurve curve, int replicas, AdmissionLimits limits) {
    this.curve = curve;
    for (int i = 0; i < replicas; i++) {
      this.replicas.add(new Replica());
    }
    var meters = new AdmissionMeters(new SimpleMeterRegistry());
    queue = new AdmissionQueue(limits, new CostModel(rowTimes), () -> replicas, meters);
  }

  /** Rows per second of all replicas in full batches. */
  double capacity() {
    return replicas.size() * 1e9 / curve.bestRowNanos();
  }

  QueueState state() {
    return queue.state(now);
  }

  /** One request of one image. */
  Request arrive(Work work, long atNanos) {
    var request = new Request(work, atNanos);
    at(atNanos, () -> admit(request));
    return request;
  }

  void runUntil(long untilNanos) {
    lock.lock(); // Conditions may be signalled by the owner only.
    try {
      while (!events.isEmpty() && events.peek().atNanos() <= untilNanos) {
        Event event = events.remove();
        now = event.atNanos();
        event.action().run();
      }
      now = untilNanos;
    } finally {
      lock.unlock();
    }
  }

  private void at(long nanos, Runnable action) {
    events.add(new Event(nanos, order++, action));
  }

  private void admit(Request request) {
    try {
      request.entry = queue.admit(request.work, lock.newCondition(), now);
      waiting.add(request);
      at(
          now + ENCODE_NANOS,
          () -> {
            request.entry.ready();
            queue.advance(now);
            beginWhoMay();
          });
    } catch (ServiceException e) {
      request.refused = true;
    }
    beginWhoMay();
  }

  private void beginWhoMay() {
    for (Request request : List.copyOf(waiting)) {
      switch (request.entry.state()) {
        case RUNNING -> {
          waiting.remove(request);
          begin(request);
        }
        case EXPELLED -> {
          waiting.remove(request);
          queue.close(request.entry, now);
        }
        case WAITING, CLOSED -> {}
      }
    }
  }

  private void begin(Request request) {
    request.replica =
        replicas.stream().min(Comparator.comparingInt((Replica r) -> r.streams)).orElseThrow();
    request.replica.streams++;
    at(now + TRAVEL_NANOS, () -> evaluate(request));
  }

  private void evaluate(Request request) {
    request.replica.pending.add(request);
    forward(request.replica);
  }

  private void forward(Replica replica) {
    if (replica.busy || replica.pending.isEmpty()) {
      return;
    }
    replica.pending.sort(Comparator.comparingLong(Request::deadlineNanos));
    List<Request> batch = new ArrayList<>();
    int rows = 0;
    for (Request request : replica.pending) {
      if (rows + request.work.volume().rows() <= curve.rowBudget()) {
        rows += request.work.volume().rows();
        batch.add(request);
      }
    }
    replica.pending.removeAll(batch);
    replica.busy = true;
    long run = Math.round(curve.nanos(rows));
    int rowsInBatch = rows;
    at(
        now + run,
        () -> {
          replica.busy = false;
          batch.forEach(request -> evaluated(request, rowsInBatch, run));
          beginWhoMay();
          forward(replica);
        });
  }

  private void evaluated(Request request, int rowsInBatch, long run) {
    rowTimes.evaluated(
        new Evaluation(curve.latentShape(), curve.tokens(), rowsInBatch, run, 2 * TRAVEL_NANOS));
    queue.evaluated(request.entry, now);
    request.evaluationsLeft--;
    if (request.evaluationsLeft > 0) {
      at(now + 2 * TRAVEL_NANOS, () -> evaluate(request));
      return;
    }
    request.replica.streams--;
    queue.sampled(request.entry, now);
    at(
        now + DECODE_NANOS,
        () -> {
          queue.decoded(request.entry, now);
          queue.close(request.entry, now);
          request.endedNanos = now;
          beginWhoMay();
        });
  }
}
