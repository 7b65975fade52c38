package io.latentmesh.orchestrator.stage;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A model's own recommendations; what is empty, the model says nothing about.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record ModelDefaults(
    OptionalInt steps,
    OptionalDouble guidanceScale,
    OptionalInt width,
    OptionalInt height,
    Optional<String> sampler,
    Optional<String> schedule) {

  /** No recommendations. */
  public static ModelDefaults none() {
    return new ModelDefaults(
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
