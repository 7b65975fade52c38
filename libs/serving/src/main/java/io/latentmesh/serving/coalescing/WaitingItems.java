package io.latentmesh.serving.coalescing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.latentmesh.serving.coalescing.Submission.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queue: items in order of arrival, and which of them go next. Safe for use by many threads.
 */
final class WaitingItems<I, O> {
  private final int maxBatch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Deque<Item<I, O>> queue = new ArrayDeque<>();

  @GuardedBy("lock")
  private boolean closed;

  WaitingItems(int maxBatch) {
    this.maxBatch = maxBatch;
  }

  /** False if closed; then nothing was added. */
  boolean add(Submission<I, O> submission) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      queue.addAll(submission.items());
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Drops what still waits of a submission that has ended. */
  void remove(Submission<I, O> submission) {
    lock.lock();
    try {
      queue.removeIf(item -> item.submission() == submission);
    } finally {
      lock.unlock();
    }
  }

  /** The eldest item and those after it with an equal key, up to the limit; empty if none wait. */
  List<Item<I, O>> take() {
    lock.lock();
    try {
      List<Item<I, O>> batch = new ArrayList<>();
      Iterator<Item<I, O>> eldestFirst = queue.iterator();
      while (eldestFirst.hasNext() && batch.size() < maxBatch) {
        Item<I, O> item = eldestFirst.next();
        if (batch.isEmpty() || batch.getFirst().key().equals(item.key())) {
          eldestFirst.remove();
          batch.add(item);
        }
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Blocks until something waits; false when closed. */
  boolean await() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        changed.await();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Admits nothing more and gives back what waited. */
  List<Item<I, O>> close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      List<Item<I, O>> left = List.copyOf(queue);
      queue.clear();
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Of the eldest item; 0 when none waits. */
  long oldestAgeNanos() {
    lock.lock();
    try {
      return queue.isEmpty() ? 0 : queue.getFirst().submission().ageNanos();
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }
}
