package io.latentmesh.orchestrator.jobs;

import java.time.Instant;
import java.util.Optional;

/**
 * A job as the store knows it: a snapshot.
 *
 * @param lastSequence number of the newest event; 0 before the first one
 * @param end empty while the job runs
 */
public record JobRecord(NewJob job, Instant created, long lastSequence, Optional<End> end) {
  /** When and how a job ended. */
  public record End(Instant time, Ending ending) {}

  public String id() {
    return job.id();
  }
}
