package io.latentmesh.orchestrator.jobs;

import java.util.List;

/**
 * Some events of a job, and the job as it was when they were read.
 *
 * @param oldest the first sequence number whose event has not been dropped for want of memory
 *     (superseded ones do not count)
 * @param events in order
 */
public record Page(JobRecord job, long oldest, List<JobEvent> events) {
  public Page {
    events = List.copyOf(events);
  }

  /** Whether some of the events from {@code sequence} on are no longer kept. */
  public boolean isIncompleteFrom(long sequence) {
    return Math.max(1, sequence) < oldest;
  }
}
