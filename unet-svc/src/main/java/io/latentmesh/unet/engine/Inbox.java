package io.latentmesh.unet.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/** What other threads leave for the engine's: the only state of an engine that they share. */
final class Inbox {
  /** What came since the last look. */
  record Arrivals(List<Row> rows, List<Claim> ended, boolean closed) {}

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private List<Row> rows = new ArrayList<>();

  @GuardedBy("lock")
  private List<Claim> ended = new ArrayList<>();

  @GuardedBy("lock")
  private boolean closed;

  /** Whether the rows were taken: they are not after {@link #close}. */
  boolean add(List<Row> arriving) {
    lock.lock();
    try {
      return !closed && rows.addAll(arriving);
    } finally {
      lock.unlock();
    }
  }

  void end(Claim claim) {
    lock.lock();
    try {
      if (!closed) {
        ended.add(claim);
      }
    } finally {
      lock.unlock();
    }
  }

  Arrivals take() {
    lock.lock();
    try {
      Arrivals arrivals = new Arrivals(rows, ended, closed);
      rows = new ArrayList<>();
      ended = new ArrayList<>();
      return arrivals;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more, and returns the rows that nobody has looked at. */
  List<Row> close() {
    lock.lock();
    try {
      closed = true;
      List<Row> rest = rows;
      rows = new ArrayList<>();
      return rest;
    } finally {
      lock.unlock();
    }
  }

  /** When the first row arrived that nobody has looked at. */
  OptionalLong oldest() {
    lock.lock();
    try {
      return rows.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(rows.getFirst().arrivedNanos());
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return rows.size();
    } finally {
      lock.unlock();
    }
  }
}
