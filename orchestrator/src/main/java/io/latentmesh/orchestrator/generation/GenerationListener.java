package io.latentmesh.orchestrator.generation;

import java.time.Duration;

/**
 * Hears of one generation. Called from several threads at once; must not block for long: images
 * wait for it.
 */
public interface GenerationListener {

  /** The request is not refused: from here on the work counts. */
  void admitted();

  /** Something that the client wants to know. */
  void event(GenerationEvent event);

  /** A phase of the request or of one image is over. */
  void phase(Phase phase, Duration duration);
}
