package io.latentmesh.orchestrator.faults;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/** The threads of a process that can be stopped and go on. Thread-safe. */
final class PausableExecutor implements Executor {
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private int pauses;

  @Override
  public void execute(Runnable task) {
    lock.lock();
    try {
      if (pauses > 0) {
        waiting.add(task);
        return;
      }
    } finally {
      lock.unlock();
    }
    start(task);
  }

  void pause() {
    lock.lock();
    try {
      pauses++;
    } finally {
      lock.unlock();
    }
  }

  /** Ends one pause. */
  void resume() {
    lock.lock();
    try {
      pauses--;
      while (pauses == 0 && !waiting.isEmpty()) {
        start(waiting.remove());
      }
    } finally {
      lock.unlock();
    }
  }

  private static void start(Runnable task) {
    Thread.ofVirtual().start(task);
  }
}
