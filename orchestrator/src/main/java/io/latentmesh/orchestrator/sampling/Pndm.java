package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.List;

/** Pseudo linear multistep (PLMS), the fast form of PNDM without Runge-Kutta steps. */
public final class Pndm {
  private Pndm() {}

  /** The second step must end where it asks the model, and repeats the first (see sample). */
  public record Settings(List<Step> steps, PredictionType predictionType) {
    public Settings {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Liu et al. 2022 (2202.09778), eq. 9, 12 and 13, algorithm 2. The transfer is Euler's step in
   * sigma space. The method combines raw outputs of the network; the first step is done twice, the
   * second time with the average of the outputs at both of its ends.
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings) {
    List<Step> steps = settings.steps();
    if (steps.size() == 1) {
      return multistep(model, x, settings, new ArrayList<>());
    }
    PredictionType type = settings.predictionType();
    Step first = steps.get(0);
    Step second = steps.get(1);
    Latent output = type.output(x, model.denoise(x, first.sigma()), first.sigma());
    Latent once = transfer(x, output, first, type);
    Latent end = VariancePreserving.reread(once, first.to(), second.sigma());
    Latent there = type.output(end, model.denoise(end, second.sigma()), second.sigma());
    Latent start = VariancePreserving.reread(x, first.sigma(), second.from());
    Latent twice = transfer(start, there.towards(output, 0.5), second, type);
    if (steps.size() == 2) {
      return twice;
    }
    List<Step> rest = steps.subList(2, steps.size());
    Latent on = VariancePreserving.reread(twice, second.to(), rest.getFirst().sigma());
    return multistep(model, on, new Settings(rest, type), new ArrayList<>(List.of(output)));
  }

  /**
   * Steps that combine the newest outputs.
   *
   * @param outputs newest first; added to
   */
  static Latent multistep(Denoiser model, Latent x, Settings settings, List<Latent> outputs) {
    PredictionType type = settings.predictionType();
    double level = settings.steps().getFirst().sigma();
    for (Step step : settings.steps()) {
      x = VariancePreserving.reread(x, level, step.sigma());
      outputs.addFirst(type.output(x, model.denoise(x, step.sigma()), step.sigma()));
      x = transfer(x, adamsBashforth(outputs), step, type);
      level = step.to();
    }
    return x;
  }

  /** From {@code step.from()} to {@code step.to()} by a combined raw output. */
  static Latent transfer(Latent x, Latent output, Step step, PredictionType type) {
    return x.towards(type.denoised(x, output, step.from()), 1 - step.to() / step.from());
  }

  /** The explicit Adams-Bashforth combination of at most the four newest outputs. */
  private static Latent adamsBashforth(List<Latent> outputs) {
    List<Double> weights =
        switch (outputs.size()) {
          case 1 -> List.of(1.0);
          case 2 -> List.of(3 / 2.0, -1 / 2.0);
          case 3 -> List.of(23 / 12.0, -16 / 12.0, 5 / 12.0);
          default -> List.of(55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0);
        };
    return Latent.sum(weights, outputs.subList(0, weights.size()));
  }
}
