package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.sampling.Composition;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is evaluated at each evaluation, asked for one after the other: the same object as long as
 * nothing changes. Confined to the image's thread.
 */
final class Compositions implements IntFunction<Composition> {
  private final DenoiserInputs inputs;
  private final int first;
  private @Nullable Composition newest; // Null before the first one.

  /**
   * @param first evaluation of the run that is asked for here, counted from 0
   */
  Compositions(DenoiserInputs inputs, int first) {
    this.inputs = inputs;
    this.first = first;
  }

  @Override
  public Composition apply(int index) {
    Composition composition = newest;
    if (composition == null || inputs.changesAt(first + index)) {
      composition = inputs.at(first + index);
      newest = composition;
    }
    return composition;
  }
}
