package io.latentmesh.bench;

import java.util.concurrent.locks.LockSupport;

/** Waiting for a moment without using a processor. */
public final class Pause {
  private Pause() {}

  /** Returns when {@link System#nanoTime()} has reached {@code nanos}. */
  public static void until(long nanos) {
    long left = nanos - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new IllegalStateException("interrupted while waiting");
      }
      left = nanos - System.nanoTime();
    }
  }
}
