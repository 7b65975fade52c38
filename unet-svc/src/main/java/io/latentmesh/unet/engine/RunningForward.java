package io.latentmesh.unet.engine;

import org.jspecify.annotations.Nullable;

/** The forward that runs now. The engine's thread says when one begins and ends; any may ask. */
final class RunningForward {
  /** Load, a busy machine or a hot device make a forward a few times as long, never so many. */
  private static final long FAR_BEYOND = 100;

  private record Run(long startedNanos, long expectedNanos) {}

  private volatile @Nullable Run run; // Null between forwards.

  void began(long nowNanos, long expectedNanos) {
    run = new Run(nowNanos, expectedNanos);
  }

  void ended() {
    run = null;
  }

  /**
   * Whether it has taken so much longer than it should that it will hardly end.
   *
   * @param floorNanos no forward is stuck before, however short it should be
   */
  boolean isStuck(long nowNanos, long floorNanos) {
    Run now = run;
    return now != null
        && nowNanos - now.startedNanos() > Math.max(floorNanos, FAR_BEYOND * now.expectedNanos());
  }
}
