package io.latentmesh.orchestrator.stage;

import java.util.List;

/** Opens one stream of evaluations per image. Thread-safe. */
public interface DenoiserStreams {

  /** What the stage says of its models, the default one first. */
  List<StageModel> models();

  /** Opens a stream; does not wait for the denoiser. */
  DenoiserStream open(StreamOpening opening);

  /**
   * Describes a model; one that the stage has and does not hold now begins to load, and is
   * UNAVAILABLE (MODEL_LOADING) meanwhile.
   *
   * @param model its name; empty means the stage's default one
   */
  DenoiserDescription describe(String model);

  /** Describes the stage's default model. */
  default DenoiserDescription describe() {
    return describe("");
  }
}
