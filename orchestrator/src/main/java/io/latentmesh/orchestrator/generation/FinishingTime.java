package io.latentmesh.orchestrator.generation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What an image takes from its last latent to its file, learned from those that got there.
 * Thread-safe.
 *
 * <p>Images of a request come to the autoencoder together and wait for each other, so none of them
 * can say what it takes alone. What can be said is how long the stage was busy and how many pixels
 * came out: a busy period begins with the first image that enters and ends when the last one has
 * left. The time per pixel depends on the size, because small pictures are mostly overhead; so it
 * is kept by the size's power of two, and a size that was never seen takes its neighbour's.
 */
final class FinishingTime {
  /** How much the newest busy period counts: the first pictures of a process are slow. */
  private static final double NEWEST = 0.5;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final TreeMap<Integer, Double> nanosPerPixel = new TreeMap<>();

  @GuardedBy("lock")
  private int inside;

  @GuardedBy("lock")
  private long busySince;

  @GuardedBy("lock")
  private long pixelsOut;

  /** An image has its last latent. */
  void entered(long nanoTime) {
    lock.lock();
    try {
      if (inside++ == 0) {
        busySince = nanoTime;
        pixelsOut = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * An image has left.
   *
   * @param pixels of its file; 0 when there is none because it failed
   */
  void left(long nanoTime, long pixels) {
    lock.lock();
    try {
      pixelsOut += pixels;
      if (--inside == 0 && pixelsOut > 0 && pixels > 0) {
        learn(size(pixels), (double) (nanoTime - busySince) / pixelsOut);
      }
    } finally {
      lock.unlock();
    }
  }

  /** For one picture of so many pixels; empty before the first picture. */
  OptionalDouble nanos(long pixels) {
    lock.lock();
    try {
      var smaller = nanosPerPixel.floorEntry(size(pixels));
      var larger = nanosPerPixel.ceilingEntry(size(pixels));
      var nearest = larger == null ? smaller : larger;
      if (smaller != null && larger != null) {
        boolean below = size(pixels) - smaller.getKey() < larger.getKey() - size(pixels);
        nearest = below ? smaller : larger;
      }
      return nearest == null
          ? OptionalDouble.empty()
          : OptionalDouble.of(nearest.getValue() * pixels);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void learn(int size, double newest) {
    nanosPerPixel.merge(size, newest, (known, n) -> known + NEWEST * (n - known));
  }

  private static int size(long pixels) {
    return Long.SIZE - Long.numberOfLeadingZeros(pixels);
  }
}
