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
    PredictionType type = settings.predictionType();
    List<Latent> outputs = new ArrayList<>(); // newest first
    Latent start = x;
    double level = steps.getFirst().sigma();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      x = VariancePreserving.reread(x, level, step.sigma());
      Latent output = type.output(x, model.denoise(x, step.sigma()), step.sigma());
      if (i == 1) {
        x = VariancePreserving.reread(start, steps.getFirst().sigma(), step.from());
        output = output.towards(outputs.getFirst(), 0.5);
      } else {
        outputs.addFirst(output);
        output = adamsBashforth(outputs);
      }
      x = x.towards(type.denoised(x, output, step.from()), 1 - step.to() / step.from());
      level = step.to();
    }
    return x;
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
