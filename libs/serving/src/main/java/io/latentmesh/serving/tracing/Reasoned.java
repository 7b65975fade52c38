package io.latentmesh.serving.tracing;

/** A failure that has a name in a short list, which may be shown where its message may not. */
public interface Reasoned {

  /** The name, in UPPER_SNAKE. */
  String reason();
}
