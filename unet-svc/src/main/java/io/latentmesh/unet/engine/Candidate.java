package io.latentmesh.unet.engine;

import java.util.List;

/**
 * One evaluation that could be in the next forward.
 *
 * @param size rows of it that would run, at most the cap
 * @param rows those rows; none while it is on its way
 * @param expectedNanos when it is here; now or earlier if it is
 */
record Candidate(
    Evaluation evaluation, Row.Kind kind, int size, List<Row> rows, long expectedNanos) {
  private static final int USUAL_EVALUATIONS = 20;

  Candidate {
    rows = List.copyOf(rows);
  }

  Claim claim() {
    return evaluation.claim();
  }

  Urgency priority() {
    return claim().priority();
  }

  boolean isHere() {
    return !rows.isEmpty();
  }

  /** Evaluations of the whole image; those that do not say are taken to be usual. */
  int evaluations() {
    int said = claim().evaluations() == 0 ? USUAL_EVALUATIONS : claim().evaluations();
    return Math.max(said, evaluation.index() + 1);
  }

  /** Evaluations that are left, this one included. */
  int remaining() {
    return evaluations() - evaluation.index();
  }

  /** Row-steps that are left. */
  long work() {
    return (long) remaining() * size;
  }
}
