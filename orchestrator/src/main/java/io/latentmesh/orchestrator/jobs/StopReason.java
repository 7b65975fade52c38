package io.latentmesh.orchestrator.jobs;

/** Why a job is ended before it is done. */
public enum StopReason {
  /** Its last listener has gone, and it was not to outlive that. */
  NO_LISTENER,
  /** Somebody asked for it. */
  CANCEL_JOB,
  /** Nobody has listened for as long as its lease. */
  LEASE_ENDED,
  /** This process ends, and has waited long enough. */
  DRAINING
}
