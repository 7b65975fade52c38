package io.latentmesh.orchestrator.failover;

/** Why an attempt did not bring the answer, and so what to do about it. */
public enum Cause {
  /** The replica, or the channel for want of one, refused. Another may do it. */
  UNAVAILABLE,
  /** The connection or the stream broke under the work. */
  LOST,
  /** The replica said that it is going away. */
  DRAINING,
  /** The answer did not come in time. */
  LATE,
  /**
   * The replica failed at the work or answered nonsense. Another may do better, but work that
   * breaks whoever touches it must not visit the whole tier: one more replica is tried.
   */
  FAILED,
  /** The request's own fault, or its end: the same everywhere. */
  FINAL
}
