package io.latentmesh.orchestrator.jobs;

/** What came of an attempt to create a job. */
public sealed interface Creation {
  /** The job is new. */
  record Created(JobRecord job) implements Creation {}

  /** The request's key belongs to this job, which runs or has succeeded. */
  record Known(JobRecord job) implements Creation {}
}
