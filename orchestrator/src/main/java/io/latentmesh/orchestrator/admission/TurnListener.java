package io.latentmesh.orchestrator.admission;

import java.time.Duration;

/** Hears how the wait goes on; at most a few times a second, on the waiting thread. */
public interface TurnListener {

  /**
   * The request still waits.
   *
   * @param position requests that go first; 0 when it is the next one
   * @param remaining until the whole request is predicted to be done
   */
  void waiting(int position, Duration remaining);
}
