package io.latentmesh.orchestrator.preview;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs the latest of the tasks it is offered, one at a time, on somebody else's thread: a task that
 * is still waiting when the next one comes is dropped. Offering never blocks. Thread-safe.
 */
final class LatestOnly {
  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private @Nullable Runnable waiting; // null when none waits

  @GuardedBy("lock")
  private boolean running;

  /**
   * @param executor asked for a thread whenever there is work and no thread has it
   */
  LatestOnly(Executor executor) {
    this.executor = executor;
  }

  void offer(Runnable task) {
    lock.lock();
    try {
      waiting = task;
      if (running) {
        return;
      }
      running = true;
    } finally {
      lock.unlock();
    }
    executor.execute(this::runWaiting);
  }

  /** Drops the task that waits; one that runs already goes on. */
  void drop() {
    lock.lock();
    try {
      waiting = null;
    } finally {
      lock.unlock();
    }
  }

  private void runWaiting() {
    for (Runnable task = take(); task != null; task = take()) {
      task.run();
    }
  }

  private @Nullable Runnable take() {
    lock.lock();
    try {
      Runnable task = waiting;
      waiting = null;
      running = task != null;
      return task;
    } finally {
      lock.unlock();
    }
  }
}
