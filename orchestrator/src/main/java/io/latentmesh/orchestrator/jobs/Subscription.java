package io.latentmesh.orchestrator.jobs;

/** Ends what it was given for; closing it again changes nothing. */
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
