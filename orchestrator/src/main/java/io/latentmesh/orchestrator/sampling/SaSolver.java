package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.List;

/** SA-Solver: stochastic Adams methods as predictor and corrector. */
public final class SaSolver {
  private SaSolver() {}

  /**
   * How to step.
   *
   * @param sigmas strictly decreasing above 0; the last is above 0 and may repeat the one before
   * @param steps one per evaluation
   * @param form DATA or NOISE: what is expanded
   */
  public record Settings(List<Double> sigmas, List<Stage> steps, DpmForm form) {
    public Settings {
      sigmas = List.copyOf(sigmas);
      steps = List.copyOf(steps);
    }
  }

  /**
   * One step.
   *
   * @param predictor order of the step, at most one more than the number of steps done
   * @param corrector order with which its end is corrected, at most one more than that
   * @param tau how stochastic it is: 0 is the ODE, 1 the reverse SDE
   */
  public record Stage(int predictor, int corrector, double tau) {}

  /**
   * Xue et al. 2023 (2309.05019), algorithm 1: predict, evaluate, correct with the same noise. One
   * draw a step, also where tau is 0.
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings, Noise noise) {
    List<Latent> predictions = new ArrayList<>(); // newest first
    Latent start = x; // of the step before
    Latent drawn = x;
    for (int i = 0; i + 1 < settings.sigmas().size(); i++) {
      double sigma = settings.sigmas().get(i);
      predictions.addFirst(settings.form().prediction(x, model.denoise(x, sigma), sigma));
      if (i > 0) {
        x = new SaSolverStep(settings, i - 1).correct(start, predictions, drawn);
      }
      start = x;
      drawn = noise.next();
      x = new SaSolverStep(settings, i).predict(x, predictions, drawn);
    }
    return x;
  }
}
