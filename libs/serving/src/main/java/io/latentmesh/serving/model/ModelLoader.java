package io.latentmesh.serving.model;

/** Makes a model ready for requests: reads it, runs it once, puts it where handlers find it. */
@FunctionalInterface
public interface ModelLoader {
  /**
   * Called once, on a platform thread of its own.
   *
   * @return closed after the server has ended, when no handler runs any more
   */
  AutoCloseable load() throws Exception;
}
