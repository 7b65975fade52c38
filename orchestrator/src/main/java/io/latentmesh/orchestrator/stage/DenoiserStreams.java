package io.latentmesh.orchestrator.stage;

/** Opens one stream of evaluations per image. Thread-safe. */
public interface DenoiserStreams {

  /** Opens a stream; does not wait for the denoiser. */
  DenoiserStream open(StreamOpening opening);

  /** Describes the stage's default model. */
  DenoiserDescription describe();
}
