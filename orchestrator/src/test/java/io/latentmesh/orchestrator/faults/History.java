package io.latentmesh.orchestrator.faults;

import io.grpc.Status;
import io.latentmesh.v1.GenerateResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** What happened in one schedule. Thread-safe. */
final class History {
  private static final long LOOK_EVERY_MILLIS = 10;

  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger openCalls = new AtomicInteger();
  private final AtomicInteger faults = new AtomicInteger();
  private final AtomicInteger arrivals = new AtomicInteger();
  private final Semaphore changes = new Semaphore(0);

  /**
   * How a request ended.
   *
   * @param sinceDeadlineNanos how long after its deadline; negative before it
   */
  record Answer(
      DrawnRequest request,
      List<GenerateResponse> events,
      Status status,
      boolean errorInfo,
      long sinceDeadlineNanos) {
    Answer {
      events = List.copyOf(events);
    }
  }

  void answered(Answer answer) {
    answers.add(answer);
  }

  List<Answer> answers() {
    return List.copyOf(answers);
  }

  /** A request came in. */
  void arrived() {
    arrivals.incrementAndGet();
  }

  int arrivals() {
    return arrivals.get();
  }

  void callOpened() {
    openCalls.incrementAndGet();
  }

  void callEnded() {
    openCalls.decrementAndGet();
    changes.release();
  }

  int openCalls() {
    return openCalls.get();
  }

  void faultBegins() {
    faults.incrementAndGet();
  }

  void faultEnds() {
    faults.decrementAndGet();
    changes.release();
  }

  /**
   * Waits until no replica has a call, no fault goes on, and all that arrived is accounted for;
   * false if that takes too long.
   */
  boolean awaitRest(long seconds, IntSupplier accounted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (openCalls.get() > 0 || faults.get() > 0 || accounted.getAsInt() < arrivals.get()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      // Accounts change without telling.
      var _ = changes.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
    return true;
  }
}
