package io.latentmesh.orchestrator.failover;

import java.time.Duration;

/**
 * How much is done for one piece of work before its failure is the caller's.
 *
 * @param maxAttempts that reach a replica, at least 1
 * @param patience how long to wait for a replica when none is ready, if the caller's deadline does
 *     not come first; also when an answer is late of which nothing is known yet
 * @param lateFactor k: an answer is late after k times the expected time, at least 1
 * @param lateFloor no answer is late sooner
 */
public record FailoverLimits(
    int maxAttempts, Duration patience, int lateFactor, Duration lateFloor) {
  public FailoverLimits {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts: must be at least 1, was " + maxAttempts);
    }
    if (lateFactor < 1) {
      throw new IllegalArgumentException("lateFactor: must be at least 1, was " + lateFactor);
    }
  }
}
