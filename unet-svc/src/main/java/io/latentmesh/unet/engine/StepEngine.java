package io.latentmesh.unet.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Runs the rows of many images through one model, a forward at a time. Starts no thread and reads
 * no clock but the one it is given; {@link EngineLoop} calls {@link #step()} in production, tests
 * call it themselves.
 */
public final class StepEngine implements AutoCloseable {
  /* Design. One thread calls step(); everybody else touches only the arrivals, under the lock.
   * A step is plan -> execute -> apply:
   *   plan    a pure choice among waiting rows (BatchPolicy);
   *   execute the only slow line, outside the lock;
   *   apply   answers go to the rows. A failed forward fails the rows of that forward and nothing
   *           else; a row whose answer is not finite fails alone.
   * A row leaves the queue when it is planned or cancelled, never otherwise, so that a cancel takes
   * effect at the next step. Rows of one kind run in order of arrival. */

  private final BatchPolicy policy;
  private final BatchDenoiser model;
  private final EngineObserver observer;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final ArrayList<Row> waiting = new ArrayList<>();

  @GuardedBy("lock")
  private Shares shares = Shares.none();

  @GuardedBy("lock")
  private boolean closed;

  /**
   * An engine without rows.
   *
   * @param nanoTime the clock, as {@link System#nanoTime()}
   */
  public StepEngine(
      BatchPolicy policy, BatchDenoiser model, EngineObserver observer, LongSupplier nanoTime) {
    this.policy = policy;
    this.model = model;
    this.observer = observer;
    this.nanoTime = nanoTime;
  }

  /** Queues rows, in order. Any thread; after {@link #close()} they fail at once. */
  public void submit(List<Row> rows) {
    if (!enqueue(rows)) {
      fail(rows, new EngineClosedException());
    }
  }

  /** Runs at most one forward and returns how many rows it held; 0 when none waits. */
  public int step() {
    List<Row> batch = plan();
    if (batch.isEmpty()) {
      return 0;
    }
    try {
      long started = nanoTime.getAsLong();
      List<float[]> outputs = execute(batch);
      apply(batch, outputs, new Forward(started, nanoTime.getAsLong() - started, batch.size()));
    } catch (RuntimeException | Error failure) { // an Error must not end the engine's only thread
      observer.failed(batch, failure);
      fail(batch, failure);
    }
    return batch.size();
  }

  /** Rows that no forward has taken yet, the cancelled ones among them included until a step. */
  public int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Fails the rows that wait and all that come later. A forward that runs is not disturbed. */
  @Override
  public void close() {
    fail(takeAllAndClose(), new EngineClosedException());
  }

  private boolean enqueue(List<Row> rows) {
    lock.lock();
    try {
      return !closed && waiting.addAll(rows);
    } finally {
      lock.unlock();
    }
  }

  private List<Row> plan() {
    lock.lock();
    try {
      waiting.removeIf(row -> row.answer().isDone());
      Choice choice = policy.choose(situation());
      shares = choice.shares();
      waiting.removeAll(new HashSet<>(choice.rows()));
      return choice.rows();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Waiting situation() {
    return new Waiting(
        waiting, shares, Map.of(), Map.of(), Turnaround.unknown(), nanoTime.getAsLong());
  }

  private List<float[]> execute(List<Row> batch) {
    List<float[]> outputs = model.denoise(batch);
    if (outputs.size() != batch.size()) {
      throw new IllegalStateException(
          "the model answered " + outputs.size() + " of " + batch.size() + " rows");
    }
    return outputs;
  }

  private void apply(List<Row> batch, List<float[]> outputs, Forward forward) {
    observer.ran(batch, forward);
    for (int i = 0; i < batch.size(); i++) {
      answer(batch.get(i), outputs.get(i), forward);
    }
  }

  private void answer(Row row, float[] output, Forward forward) {
    if (isFinite(output)) {
      row.answer().complete(new Prediction(output, forward));
      return;
    }
    observer.nonFinite(row);
    row.answer()
        .completeExceptionally(
            new NonFiniteOutputException(
                "the network's output is not finite at timestep " + row.timestep()));
  }

  private List<Row> takeAllAndClose() {
    lock.lock();
    try {
      closed = true;
      List<Row> rest = List.copyOf(waiting);
      waiting.clear();
      return rest;
    } finally {
      lock.unlock();
    }
  }

  private static void fail(List<Row> rows, Throwable failure) {
    rows.forEach(row -> row.answer().completeExceptionally(failure));
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
