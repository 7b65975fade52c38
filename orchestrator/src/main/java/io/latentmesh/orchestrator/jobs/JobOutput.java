package io.latentmesh.orchestrator.jobs;

/** Where a job's work tells what becomes of it. Thread-safe. */
public interface JobOutput {

  /**
   * The work is accepted and begins: from now on the job counts. A job that ends without this was
   * refused, and is forgotten.
   */
  void admitted();

  /** Adds an event. Never waits for a listener. */
  void append(EventDraft event);
}
