package io.latentmesh.unet.engine;

/**
 * When images of one kind should be done. An image's own deadline is {@code stretch} times its
 * unloaded latency after it opened; the caller may have set another.
 */
final class Deadlines {
  private static final long NEVER = Evaluation.NO_DEADLINE;

  /**
   * Of the time that an image may lose to others: from here on it goes first even if it travels.
   */
  private static final double PRESSED = 0.25;

  private final Pace pace;
  private final double stretch;
  private final long nowNanos;

  Deadlines(Pace pace, double stretch, long nowNanos) {
    this.pace = pace;
    this.stretch = stretch;
    this.nowNanos = nowNanos;
  }

  /** The earliest of its deadlines that the image can still meet; {@code NO_DEADLINE} if none. */
  long due(Candidate candidate) {
    long possible = nowNanos + alone(candidate);
    long callers = candidate.evaluation().deadlineNanos();
    long earlier = Math.min(own(candidate), callers);
    if (possible <= earlier) {
      return earlier;
    }
    return possible <= callers ? callers : NEVER;
  }

  /** Whether the image can be on time, but has used up a good part of the time that it may lose. */
  boolean isPressed(Candidate candidate) {
    long due = due(candidate);
    double allowed = stretch - PRESSED * (stretch - 1);
    return due != NEVER && due - nowNanos < allowed * alone(candidate);
  }

  private long own(Candidate candidate) {
    return candidate.claim().openedNanos() + (long) (stretch * pace.imageNanos(candidate));
  }

  /** What is left of the image, with the device to itself. */
  private long alone(Candidate candidate) {
    return candidate.remaining() * pace.unloadedNanos(candidate);
  }
}
