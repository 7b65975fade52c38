package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.sampling.Composition;
import io.latentmesh.orchestrator.sampling.ConditionalDenoiser;
import io.latentmesh.orchestrator.sampling.Latent;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A model whose conditionings change on the way, for guidance that knows only two of them. Counts
 * the evaluations of one image, and is confined to its thread.
 */
final class StepwiseConditionings implements ConditionalDenoiser {
  private final ConditionalDenoiser model;
  private final IntFunction<Composition> compositions;
  private final List<Composition.Side> sides;
  private int evaluation;

  /**
   * @param compositions of each evaluation, counted from 0
   * @param sides what guidance's indices mean
   */
  StepwiseConditionings(
      ConditionalDenoiser model,
      IntFunction<Composition> compositions,
      List<Composition.Side> sides) {
    this.model = model;
    this.compositions = compositions;
    this.sides = List.copyOf(sides);
  }

  @Override
  public List<Latent> denoise(Latent x, double sigma, List<Integer> conditionings) {
    Composition composition = compositions.apply(evaluation++);
    return composition.denoise(model, x, sigma, conditionings.stream().map(sides::get).toList());
  }
}
