package io.latentmesh.serving.balancing;

/** A listener's registration. Closing it twice is harmless. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  /** No call to the listener begins after this returns; one that runs may still be running. */
  @Override
  void close();
}
