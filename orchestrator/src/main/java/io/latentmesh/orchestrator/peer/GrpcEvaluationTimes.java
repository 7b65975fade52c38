package io.latentmesh.orchestrator.peer;

import io.latentmesh.orchestrator.stage.Evaluation;
import io.latentmesh.orchestrator.stage.EvaluationListener;
import io.latentmesh.orchestrator.stage.StreamOpening;
import io.latentmesh.v1.Evaluated;

/** Passes on what the denoiser says about the time of each evaluation. Thread-safe. */
record GrpcEvaluationTimes(StreamOpening opening, EvaluationListener listener) {

  /**
   * An evaluation was answered.
   *
   * @param elapsedNanos since it was sent
   */
  void answered(Evaluated answer, long elapsedNanos) {
    long run = GrpcNanos.of(answer.getRunTime());
    listener.evaluated(
        new Evaluation(
            opening.latentShape(),
            opening.conditionings().getFirst().tokenIds().length,
            answer.getRowsInBatch(),
            run,
            elapsedNanos - run - GrpcNanos.of(answer.getQueueTime())));
  }
}
