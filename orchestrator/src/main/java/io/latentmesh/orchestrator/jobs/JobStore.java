package io.latentmesh.orchestrator.jobs;

import java.util.Optional;

/**
 * Where jobs, their events and their request keys are kept. Thread-safe.
 *
 * <p>Drawn so that several orchestrators can share one: everything in it is plain data, each
 * operation is atomic by itself, and no caller needs two of them to be atomic together. A job is
 * written by one orchestrator, the one that runs it, and read by any.
 *
 * <ul>
 *   <li>{@link #create} must be atomic among all writers: of many that bring the same key at once,
 *       one creates and the others are told which job it is.
 *   <li>Of one job, {@link #append} and {@link #end} come from one process: sequence numbers need
 *       no agreement. A reader sees events in order, each once, and the end after the last one.
 *   <li>What may be lost: events that a later one supersedes, at once; the events of a finished
 *       job, when memory is short; everything of a finished job, later. Nothing of a running one,
 *       and nothing that somebody is subscribed to, except by the loss of the whole store.
 *   <li>A notification may come late, together with others, or for nothing; it must come.
 * </ul>
 */
public interface JobStore {

  /**
   * Creates a job, unless its key is named and belongs to another one that runs or has succeeded. A
   * key is freed by its job's failure, by {@link #release}, and when the job's events are dropped.
   */
  Creation create(NewJob job);

  /** The job of that id; empty when it is not known (any more). */
  Optional<JobRecord> find(String jobId);

  /** The job that the key belongs to; empty for a key that names nothing. */
  Optional<JobRecord> find(RequestKey key);

  /**
   * Adds an event to a running job and drops the one that it supersedes.
   *
   * @return its sequence number
   * @throws IllegalStateException if no such job runs
   */
  long append(String jobId, EventDraft event);

  /**
   * Ends a running job; frees its key unless it succeeded.
   *
   * @throws IllegalStateException if no such job runs
   */
  void end(String jobId, Ending ending);

  /** Frees the key of a job that is about to fail, so that a repeat begins anew. */
  void release(String jobId);

  /** Forgets a job as if it had never been; its subscribers are notified. */
  void remove(String jobId);

  /**
   * The oldest kept events from a sequence number on.
   *
   * @param limit most events wanted
   * @return empty when the job is not known (any more)
   */
  Optional<Page> read(String jobId, long fromSequence, int limit);

  /**
   * Asks to be told of every later event and of the end, and keeps the job's events meanwhile.
   *
   * @param onChange called on the thread that changed the job: must not block or throw
   * @return empty when the job is not known (any more)
   */
  Optional<Subscription> subscribe(String jobId, Runnable onChange);
}
