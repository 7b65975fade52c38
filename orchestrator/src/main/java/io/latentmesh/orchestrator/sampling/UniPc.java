package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.List;

/** UniPC: a multistep predictor, corrected with the evaluation that the next step needs anyway. */
public final class UniPc {
  private UniPc() {}

  /** The function B(h) by which the paper scales its differences. */
  public enum Scaling {
    /** B(h) = h. */
    BH1,
    /** B(h) = e^h - 1. */
    BH2
  }

  /**
   * How to step.
   *
   * @param sigmas strictly decreasing above 0; the last may be 0
   * @param orders of each step's predictor, and of the corrector after it: at most one more than
   *     the number of steps done; 1 for a step to sigma 0
   * @param corrected which steps' ends are corrected; the last one's never is
   * @param form DATA or NOISE
   */
  public record Settings(
      List<Double> sigmas,
      List<Integer> orders,
      List<Boolean> corrected,
      DpmForm form,
      Scaling scaling) {
    public Settings {
      sigmas = List.copyOf(sigmas);
      orders = List.copyOf(orders);
      corrected = List.copyOf(corrected);
    }
  }

  /** Zhao et al. 2023 (2302.04867), algorithms 1 to 4: UniP of each order, then UniC. */
  public static Latent sample(Denoiser model, Latent x, Settings settings) {
    List<Latent> predictions = new ArrayList<>(); // newest first
    Latent start = x; // of the step before
    for (int i = 0; i + 1 < settings.sigmas().size(); i++) {
      double sigma = settings.sigmas().get(i);
      Latent prediction = settings.form().prediction(x, model.denoise(x, sigma), sigma);
      if (i > 0 && settings.corrected().get(i - 1)) {
        UniPcStep step = new UniPcStep(settings, i - 1);
        x = step.correct(start, predictions, prediction);
      }
      predictions.addFirst(prediction);
      start = x;
      x = new UniPcStep(settings, i).predict(x, predictions);
    }
    return x;
  }
}
