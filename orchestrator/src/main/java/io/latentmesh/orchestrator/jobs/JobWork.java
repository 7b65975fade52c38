package io.latentmesh.orchestrator.jobs;

/** What a job does. */
public interface JobWork {

  /**
   * Does it; runs once, on a thread of its own. Failures are an ending, never an exception.
   *
   * @return how it ended; nothing is appended after that
   */
  Ending run(JobOutput output);

  /**
   * Makes {@link #run} return soon; called at most once, from any thread, possibly before or after
   * it, or in its place when the work is not wanted after all. Must not block.
   */
  void stop(StopReason reason);
}
