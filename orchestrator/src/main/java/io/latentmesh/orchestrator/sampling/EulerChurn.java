package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** Euler's method that adds noise before its steps. */
public final class EulerChurn {
  private EulerChurn() {}

  /**
   * How to step.
   *
   * @param sigmas decreasing, above 0 but for the last, which may be 0
   * @param allSteps over how many steps the churn is shared out: those of the whole schedule
   */
  public record Settings(List<Double> sigmas, Churn churn, int allSteps) {
    public Settings {
      sigmas = List.copyOf(sigmas);
    }
  }

  /**
   * Karras et al. 2022 (2206.00364), algorithm 2 without its second-order correction: the model is
   * asked at the raised level. One draw at every step.
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings, Noise noise) {
    List<Double> sigmas = settings.sigmas();
    for (int i = 0; i + 1 < sigmas.size(); i++) {
      double raised = settings.churn().raised(sigmas.get(i), settings.allSteps());
      Latent lifted = settings.churn().lift(x, sigmas.get(i), raised, noise.next());
      x = lifted.towards(model.denoise(lifted, raised), 1 - sigmas.get(i + 1) / raised);
    }
    return x;
  }

  /**
   * The same as diffusers has it: the network is asked before the noise is added, and its answer,
   * of type {@code type}, is read once more with the noise. Draws where there is noise to add.
   */
  public static Latent sampleReread(Denoiser model, Latent x, Settings settings, Reread reread) {
    List<Double> sigmas = settings.sigmas();
    for (int i = 0; i + 1 < sigmas.size(); i++) {
      double sigma = sigmas.get(i);
      double raised = settings.churn().raised(sigma, settings.allSteps());
      Latent denoised = model.denoise(x, sigma);
      if (raised > sigma) {
        Latent lifted = settings.churn().lift(x, sigma, raised, reread.noise().next());
        denoised = denoised.plus(reread.gain(lifted.plus(x.times(-1)), sigma, raised, x, denoised));
        x = lifted;
      }
      x = x.towards(denoised, 1 - sigmas.get(i + 1) / raised);
    }
    return x;
  }

  /** What {@link #sampleReread} reads and draws. */
  public record Reread(PredictionType type, Noise noise) {
    /** By how much the denoised latent changes when the same output is read with more noise. */
    private Latent gain(Latent added, double sigma, double raised, Latent x, Latent denoised) {
      return switch (type) {
        case EPSILON -> {
          Latent epsilon = type.output(x, denoised, sigma);
          yield Latent.sum(1, added, sigma - raised, epsilon);
        }
        case V_PREDICTION -> added.times(1 / (sigma * sigma + 1));
        case SAMPLE, FLOW -> added.times(0);
      };
    }
  }
}
