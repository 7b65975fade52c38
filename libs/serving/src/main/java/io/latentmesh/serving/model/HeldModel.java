package io.latentmesh.serving.model;

/**
 * A model of a process, as others see it.
 *
 * @param bytes of memory that it takes when it is loaded
 */
public record HeldModel(String name, State state, long bytes) {

  /** What a model is doing. */
  public enum State {
    /** A request for it loads it. */
    NOT_LOADED,
    LOADING,
    LOADED,
    /** The last attempt to load it failed; a request for it tries again. */
    FAILED
  }
}
