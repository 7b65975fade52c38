package io.latentmesh.orchestrator.generation;

import java.time.Duration;

/** Hears of one generation. Called from several threads at once; may block its caller. */
public interface GenerationListener {

  /** Something that the client wants to know. */
  void event(GenerationEvent event);

  /** A phase of the request or of one image is over. */
  void phase(Phase phase, Duration duration);
}
