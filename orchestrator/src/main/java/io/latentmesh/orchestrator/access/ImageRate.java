package io.latentmesh.orchestrator.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.Status.Code;
import io.latentmesh.serving.ServiceException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How many images may be asked for in a minute: a bucket that holds a minute's images and fills
 * evenly. A request for more images than that has to wait for a full bucket, and leaves a debt.
 * Thread-safe.
 */
final class ImageRate {
  private static final double NANOS_PER_MINUTE = 60e9;

  private final String owner;
  private final int perMinute;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private double available;

  @GuardedBy("lock")
  private long filledNanos;

  /**
   * A full bucket.
   *
   * @param owner the token's name
   * @param perMinute at least 1
   * @param nanoTime as {@link System#nanoTime}
   */
  ImageRate(String owner, int perMinute, LongSupplier nanoTime) {
    this.owner = owner;
    this.perMinute = perMinute;
    this.nanoTime = nanoTime;
    this.available = perMinute;
    this.filledNanos = nanoTime.getAsLong();
  }

  int perMinute() {
    return perMinute;
  }

  /**
   * Takes images out.
   *
   * @throws ServiceException RESOURCE_EXHAUSTED, with the time until they are there
   */
  void take(int images) {
    lock.lock();
    try {
      fill();
      double missing = Math.min(images, perMinute) - available;
      if (missing > 0) {
        throw refusal(images, Duration.ofNanos(Math.round(missing * nanosPerImage())));
      }
      available -= images;
    } finally {
      lock.unlock();
    }
  }

  /** Puts images back that nobody will draw. */
  void giveBack(int images) {
    lock.lock();
    try {
      fill();
      available = Math.min(perMinute, available + images);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void fill() {
    long now = nanoTime.getAsLong();
    available = Math.min(perMinute, available + (now - filledNanos) / nanosPerImage());
    filledNanos = now;
  }

  private double nanosPerImage() {
    return NANOS_PER_MINUTE / perMinute;
  }

  private ServiceException refusal(int images, Duration retryAfter) {
    return ServiceException.of(
            Code.RESOURCE_EXHAUSTED,
            "RATE_LIMIT",
            "token \"%s\" may ask for %d images a minute, and %d more are too many now"
                .formatted(owner, perMinute, images))
        .withRetryAfter(retryAfter)
        .withMetadata("quota_subject", "token:" + owner)
        .withMetadata("quota_metric", "images_per_minute")
        .withMetadata("quota_limit", Integer.toString(perMinute));
  }
}
