package io.latentmesh.orchestrator.failover;

import io.latentmesh.serving.ServiceException;

/** How an attempt ended. */
public sealed interface Outcome<T> {

  /** With the answer. */
  record Answered<T>(T value) implements Outcome<T> {}

  /**
   * Without it.
   *
   * @param cause never {@link Cause#LATE}, which only the waiting side can know
   * @param error what to tell the client if nothing else helps; names the stage
   */
  record Failed<T>(Cause cause, ServiceException error) implements Outcome<T> {}
}
