package io.latentmesh.unet.engine;

/** Which rows run together next: a pure function, so that every scheduling rule is a table test. */
@FunctionalInterface
public interface BatchPolicy {
  /** Chooses the next forward. */
  Choice choose(Waiting waiting);
}
