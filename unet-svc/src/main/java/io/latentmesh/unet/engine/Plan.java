package io.latentmesh.unet.engine;

import java.util.List;

/**
 * A forward that could be next.
 *
 * @param rows of all its evaluations
 * @param runNanos of the forward
 * @param waitNanos until the last of its evaluations is here; 0 when all are
 */
record Plan(List<Candidate> evaluations, int rows, long runNanos, long waitNanos) {
  Plan {
    evaluations = List.copyOf(evaluations);
  }

  static Plan of(List<Candidate> evaluations, Pace pace, long nowNanos) {
    int rows = evaluations.stream().mapToInt(Candidate::size).sum();
    long wait =
        evaluations.stream()
            .filter(evaluation -> !evaluation.isHere())
            .mapToLong(evaluation -> Math.max(1, evaluation.expectedNanos() - nowNanos))
            .max()
            .orElse(0);
    return new Plan(evaluations, rows, pace.nanos(rows), wait);
  }

  /** Images that go one evaluation further per nanosecond. */
  double speed() {
    return evaluations.size() / (double) (runNanos + waitNanos);
  }

  Row.Kind kind() {
    return evaluations.getFirst().kind();
  }

  List<Row> waitingRows() {
    return evaluations.stream().flatMap(evaluation -> evaluation.rows().stream()).toList();
  }
}
