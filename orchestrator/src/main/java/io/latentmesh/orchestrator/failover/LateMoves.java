package io.latentmesh.orchestrator.failover;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many pieces of work may be moved because they are late. Thread-safe.
 *
 * <p>Two bounds. At most a quarter of the work under way, and always one piece, may have moved and
 * not be answered yet. And as with gRPC's retry throttling there are tokens: a move costs one, an
 * answer in time earns a tenth, a move that was answered in time earns its token back; moves stop
 * while half of the tokens or fewer are left, but for work that is very late. A hung replica among
 * sound ones costs nothing in the end, because the sound ones answer. In an overload moves are late
 * again, so they stop after five.
 */
final class LateMoves {
  private static final double TOKENS = 10;
  private static final double PER_ANSWER = 0.1;
  private static final double SHARE = 0.25;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private double tokens = TOKENS;

  @GuardedBy("lock")
  private int unanswered;

  /**
   * Asks for one move.
   *
   * @param underWay pieces of work that any replica owes
   * @param own how often the work that asks has moved: its own moves do not stand in its way
   */
  boolean tryTake(int underWay, int own) {
    lock.lock();
    try {
      if (tokens <= TOKENS / 2 || unanswered - own >= Math.max(1, SHARE * underWay)) {
        return false;
      }
      take();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks for one move of work that is so late that it would stay for ever otherwise: tokens may be
   * spent, and nobody may be left whose answers would earn new ones. One piece of work at a time.
   *
   * @param own how often the work that asks has moved
   */
  boolean tryTakeAlone(int own) {
    lock.lock();
    try {
      if (unanswered > own) {
        return false;
      }
      take();
      return true;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void take() {
    tokens = Math.max(0, tokens - 1);
    unanswered++;
  }

  /** Work was answered in time, after so many moves. */
  void answeredInTime(int moves) {
    lock.lock();
    try {
      tokens = Math.min(TOKENS, tokens + (moves == 0 ? PER_ANSWER : 1));
    } finally {
      lock.unlock();
    }
  }

  /** Work that was moved so often is over, whatever the reason. */
  void ended(int moves) {
    lock.lock();
    try {
      unanswered -= moves;
    } finally {
      lock.unlock();
    }
  }
}
