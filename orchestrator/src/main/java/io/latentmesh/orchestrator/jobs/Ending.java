package io.latentmesh.orchestrator.jobs;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How a job ended.
 *
 * @param error empty exactly when the outcome is {@link Outcome#OK}
 * @param summary what is still told of the job when its events are gone; opaque here, as {@link
 *     EventDraft#payload}
 */
public record Ending(Outcome outcome, Optional<JobError> error, ByteBuffer summary) {
  public Ending {
    if ((outcome == Outcome.OK) == error.isPresent()) {
      throw new IllegalArgumentException("outcome " + outcome + " with error " + error);
    }
    summary = summary.asReadOnlyBuffer();
  }

  @Override
  public ByteBuffer summary() {
    return summary.duplicate();
  }
}
