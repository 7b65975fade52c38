package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.sampling.Composition;
import io.latentmesh.orchestrator.sampling.ConditionalDenoiser;
import io.latentmesh.orchestrator.sampling.Latent;
import java.util.ArrayList;
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

  private List<Composition.Side> asked(List<Integer> conditionings) {
    List<Composition.Side> asked = new ArrayList<>(conditionings.size());
    for (int conditioning : conditionings) {
      asked.add(sides.get(conditioning));
    }
    return asked;
  }
}
