package io.latentmesh.orchestrator.admission;

import io.latentmesh.orchestrator.admission.Situation.Span;
import java.util.Optional;

/** What becomes of a request that has just arrived. */
sealed interface Verdict {

  /** What was predicted for it, in its place of the queue. */
  Span span();

  /**
   * It gets a place.
   *
   * @param victim who loses its own for that
   */
  record Admit(Span span, Optional<Place> victim) implements Verdict {}

  /**
   * It is turned away.
   *
   * @param problem for people, with bound and value
   * @param retryAfterNanos until it may be worth to ask again
   */
  record Refuse(ShedReason reason, String problem, Span span, double retryAfterNanos)
      implements Verdict {}
}
