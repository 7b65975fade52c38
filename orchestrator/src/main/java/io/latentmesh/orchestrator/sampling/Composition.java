package io.latentmesh.orchestrator.sampling;

import io.latentmesh.orchestrator.sampling.ConditionalDenoiser.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which conditionings one evaluation has: an unconditional one, a negative one, and those whose
 * prompts the picture is composed of.
 *
 * @param unconditional there with guidance, and wherever the terms are not {@link #single}
 * @param negative there where the negative prompt is not the unconditional itself
 * @param terms at least one
 */
public record Composition(OptionalInt unconditional, OptionalInt negative, List<Term> terms) {

  /** One conditioning by its index; weight 1 is neutral. */
  public record Term(int conditioning, double weight) {}

  /** What guidance may ask for at an evaluation. */
  public enum Side {
    UNCONDITIONAL,
    CONDITIONAL,
    NEGATIVE
  }

  /** Where the unconditional is the negative prompt's, if there is one. */
  public Composition(OptionalInt unconditional, List<Term> terms) {
    this(unconditional, OptionalInt.empty(), terms);
  }

  public Composition {
    terms = List.copyOf(terms);
    if (terms.isEmpty() || (unconditional.isEmpty() && !isSingle(terms))) {
      throw new IllegalArgumentException(
          "terms other than one of weight 1 need an unconditional, were " + terms);
    }
  }

  /** Whether the conditional is one conditioning as it is. */
  public boolean single() {
    return isSingle(terms);
  }

  /**
   * The denoised latents for the sides asked for, in their order. Only the rows that they need are
   * evaluated.
   */
  public List<Latent> denoise(ConditionalDenoiser model, Latent x, double sigma, List<Side> sides) {
    if (!single() && sides.contains(Side.CONDITIONAL)) {
      return composed(model, x, sigma, sides);
    }
    return model.denoise(x, sigma, conditionings(sides));
  }

  /** The conditionings whose weighted sum is that of the sides, each of them once. */
  public Rows rows(List<Side> sides, List<Double> weights) {
    if (single() || !sides.contains(Side.CONDITIONAL)) {
      return new Rows(conditionings(sides), weights);
    }
    Map<Integer, Double> rows = new LinkedHashMap<>();
    for (int i = 0; i < sides.size(); i++) {
      Rows side = rows(sides.get(i));
      for (int k = 0; k < side.weights().size(); k++) {
        double weight = weights.get(i) * side.weights().get(k);
        rows.merge(side.conditionings().get(k), weight, Double::sum);
      }
    }
    return new Rows(List.copyOf(rows.keySet()), List.copyOf(rows.values()));
  }

  private Rows rows(Side side) {
    return side == Side.CONDITIONAL
        ? conditional()
        : new Rows(List.of(conditioning(side)), List.of(1.0));
  }

  private List<Integer> conditionings(List<Side> sides) {
    List<Integer> conditionings = new ArrayList<>(sides.size());
    for (Side side : sides) {
      conditionings.add(conditioning(side));
    }
    return conditionings;
  }

  private List<Latent> composed(
      ConditionalDenoiser model, Latent x, double sigma, List<Side> sides) {
    Rows all = conditional();
    List<Integer> rows = new ArrayList<>(all.conditionings());
    if (sides.contains(Side.NEGATIVE)) {
      rows.add(negative.orElseThrow());
    }
    List<Latent> denoised = model.denoise(x, sigma, rows);
    Latent conditional = Latent.sum(all.weights(), denoised.subList(0, all.weights().size()));
    return sides.stream()
        .map(side ->
            switch (side) {
              case UNCONDITIONAL -> denoised.getFirst();
              case CONDITIONAL -> conditional;
              case NEGATIVE -> denoised.getLast();
            })
        .toList();
  }

  /**
   * The conditional that stands for all terms is u + sum of w_i (c_i - u). Liu et al. 2022
   * (2206.01714), eq. 11, without the guidance scale, which comes on top; it may act on denoised
   * latents because they are affine in epsilon. The unconditional's row is the first.
   */
  private Rows conditional() {
    List<Integer> rows = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    rows.add(unconditional.orElseThrow());
    weights.add(1 - terms.stream().mapToDouble(Term::weight).sum());
    for (Term term : terms) {
      rows.add(term.conditioning);
      weights.add(term.weight);
    }
    return new Rows(rows, weights);
  }

  private int conditioning(Side side) {
    return switch (side) {
      case UNCONDITIONAL -> unconditional.orElseThrow();
      case CONDITIONAL -> terms.getFirst().conditioning;
      case NEGATIVE -> negative.orElseThrow();
    };
  }

  private static boolean isSingle(List<Term> terms) {
    return terms.size() == 1 && terms.getFirst().weight == 1;
  }
}
