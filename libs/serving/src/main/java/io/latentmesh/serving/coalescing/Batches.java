package io.latentmesh.serving.coalescing;

import io.grpc.Status;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.serving.coalescing.Submission.Item;
import java.util.List;
import java.util.function.Function;

/**
 * Submissions in, executions out, without a thread: whoever calls {@link #step} executes. Any
 * thread may enter and leave, one at a time may step.
 */
final class Batches<I, O> {
  private final WaitingItems<I, O> waiting;
  private final Function<I, ?> key;
  private final Function<List<I>, List<O>> execute;

  Batches(int maxBatch, Function<I, ?> key, Function<List<I>, List<O>> execute) {
    if (maxBatch < 1) {
      throw new IllegalArgumentException("maxBatch: must be at least 1, got " + maxBatch);
    }
    this.waiting = new WaitingItems<>(maxBatch);
    this.key = key;
    this.execute = execute;
  }

  Submission<I, O> enter(List<I> inputs) {
    Submission<I, O> submission = new Submission<>(inputs, key);
    if (!waiting.add(submission)) {
      submission.fail(closed());
    }
    return submission;
  }

  /** Ends a submission nobody waits for any more; what still waits of it is never executed. */
  void leave(Submission<I, O> submission, Throwable why) {
    submission.fail(why);
    waiting.remove(submission);
  }

  /** Executes the next batch; false if none waits. */
  boolean step() {
    List<Item<I, O>> batch = waiting.take();
    if (batch.isEmpty()) {
      return false;
    }
    try {
      deliver(batch, execute.apply(batch.stream().map(Item::input).toList()));
    } catch (RuntimeException | Error e) {
      batch.forEach(item -> leave(item.submission(), e));
    }
    return true;
  }

  boolean await() throws InterruptedException {
    return waiting.await();
  }

  void close() {
    waiting.close().forEach(item -> item.submission().fail(closed()));
  }

  int waiting() {
    return waiting.size();
  }

  long oldestAgeNanos() {
    return waiting.oldestAgeNanos();
  }

  private void deliver(List<Item<I, O>> batch, List<O> results) {
    if (results.size() != batch.size()) {
      throw new IllegalStateException(
          "results: must be " + batch.size() + ", one for each item, got " + results.size());
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).put(results.get(i));
    }
  }

  private static ServiceException closed() {
    return ServiceException.of(Status.Code.UNAVAILABLE, "DRAINING", "The service is shutting down");
  }
}
