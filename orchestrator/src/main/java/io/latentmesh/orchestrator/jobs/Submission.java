package io.latentmesh.orchestrator.jobs;

/** What became of a {@link Proposal}. */
public sealed interface Submission {
  /** It is a job of its own. */
  record Started(JobReader reader) implements Submission {}

  /** Its key names a job with an equal request. */
  record Joined(JobReader reader) implements Submission {}

  /** Its key names a job with another request. */
  record Conflict(String jobId) implements Submission {}

  /** No new jobs are begun here any more. */
  record Draining() implements Submission {}
}
