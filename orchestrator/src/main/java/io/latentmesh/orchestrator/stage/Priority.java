package io.latentmesh.orchestrator.stage;

/** How urgent work is, the most urgent class last. Under overload the first is refused first. */
public enum Priority {
  /** May wait for everything else. */
  BEST_EFFORT,
  /** Somebody wants it today. */
  BATCH,
  /** Somebody is looking at the screen; what requests are that say nothing. */
  INTERACTIVE
}
