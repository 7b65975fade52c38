package io.latentmesh.orchestrator.jobs;

import java.util.Locale;

/** How an admitted job ended. */
public enum Outcome {
  OK,
  FAILED,
  /** Its deadline passed. */
  DEADLINE,
  /** A client or the end of its lease ended it. */
  CANCELLED;

  /** As series call it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
