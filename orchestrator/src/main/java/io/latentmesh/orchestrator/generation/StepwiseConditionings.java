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
public final class StepwiseConditionings implements ConditionalDenoiser {
  private final ConditionalDenoiser model;
  private final IntFunction<Composition> compositions;
  private final List<Composition.Side> sides;
  private int evaluation;
  private List<Integer> askedLast = List.of();
  private List<Composition.Side> sidesLast = List.of();

  /**
   * @param compositions of each evaluation, asked for once each, from 0 on
   * @param sides what guidance's indices mean
   */
  public StepwiseConditionings(
      ConditionalDenoiser model,
      IntFunction<Composition> compositions,
      List<Composition.Side> sides) {
    this.model = model;
    this.compositions = compositions;
    this.sides = List.copyOf(sides);
  }

  @Override
  public List<Latent> denoise(Latent x, double sigma, List<Integer> conditionings) {
    return next().denoise(model, x, sigma, asked(conditionings));
  }

  @Override
  public Latent denoiseToSum(Latent x, double sigma, Rows rows) {
    return model.denoiseToSum(x, sigma, next().rows(asked(rows.conditionings()), rows.weights()));
  }

  private Composition next() {
    return compositions.apply(evaluation++);
  }

  /** Guidance asks for the same nearly every time. */
  private List<Composition.Side> asked(List<Integer> conditionings) {
    if (!conditionings.equals(askedLast)) {
      askedLast = conditionings;
      sidesLast = conditionings.stream().map(sides::get).toList();
    }
    return sidesLast;
  }
}
