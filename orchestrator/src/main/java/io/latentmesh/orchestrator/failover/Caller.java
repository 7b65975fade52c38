package io.latentmesh.orchestrator.failover;

import io.latentmesh.serving.ServiceException;

/** Whoever waits for the work: for how long, and whether still. */
public interface Caller {

  /** Until the caller's deadline, {@link Long#MAX_VALUE} if there is none. */
  long remainingNanos();

  /** Whether the caller cancelled, or its deadline passed. */
  boolean gone();

  /** What to tell a caller that has gone, naming the stage. */
  ServiceException farewell();
}
