package io.latentmesh.orchestrator.jobs;

/** What a listener finds at its place in a job. */
public sealed interface JobReading {
  /** The next event that is still of interest. */
  record Event(JobEvent event) implements JobReading {}

  /** All events were read, and no more will come. */
  record End(Ending ending) implements JobReading {}

  /**
   * Events were lost.
   *
   * @param oldest the first sequence number from which on nothing is missing
   */
  record Gone(long oldest) implements JobReading {}
}
