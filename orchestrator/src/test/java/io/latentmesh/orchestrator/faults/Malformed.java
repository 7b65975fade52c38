package io.latentmesh.orchestrator.faults;

import io.latentmesh.v1.DecodeResponse;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.EncodeResponse;

/** Answers that break the contract. */
final class Malformed {
  private Malformed() {}

  /** The answer without its last tensor; what is no answer stays as it is. */
  @SuppressWarnings("unchecked") // Of the type that came in.
  static <M> M of(M answer) {
    return (M)
        switch (answer) {
          case DenoiseResponse step when step.hasEvaluated() ->
              step.toBuilder()
                  .setEvaluated(
                      step.getEvaluated().toBuilder()
                          .removePredictions(step.getEvaluated().getPredictionsCount() - 1))
                  .build();
          case EncodeResponse texts ->
              texts.toBuilder().removeConditionings(texts.getConditioningsCount() - 1).build();
          case DecodeResponse images -> images.toBuilder().clearImages().build();
          default -> answer;
        };
  }
}
