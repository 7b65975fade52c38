package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** The ancestral sampling of denoising diffusion probabilistic models. */
public final class Ddpm {
  private Ddpm() {}

  /** How much noise a step adds. */
  public enum Variance {
    /** That of the posterior for a known clean latent. Ho et al. 2020, eq. 7. */
    FIXED_SMALL,
    /** Beta itself, of one training timestep after another. Ho et al. 2020, section 3.2. */
    FIXED_LARGE,
    /** What the network says. */
    LEARNED,
    /** Between the two fixed ones, as the network says. Nichol and Dhariwal 2021, eq. 15. */
    LEARNED_RANGE
  }

  /**
   * One step.
   *
   * @param sigma where the model is asked
   * @param next where the step ends, below {@code sigma}
   * @param noisy whether noise is drawn; not at training timestep 0
   */
  public record Descent(double sigma, double next, boolean noisy) {}

  /** How to step; {@code variance} is a fixed one unless the model says it. */
  public record Settings(List<Descent> steps, Variance variance) {
    public Settings {
      steps = List.copyOf(steps);
    }
  }

  /** What a network with a learned variance says. */
  public record Prediction(Latent denoised, Latent variance) {}

  /** A {@link Denoiser} of a network with a learned variance. */
  @FunctionalInterface
  public interface VarianceModel {
    /**
     * The clean latent, and for LEARNED the variance of the step in the variance-preserving
     * scaling, or for LEARNED_RANGE the place in its range, -1 the smallest and 1 the largest.
     */
    Prediction predict(Latent x, double sigma);
  }

  /**
   * Ho et al. 2020 (2006.11239), algorithm 2 with eq. 7, divided by the square root of alpha-bar: D
   * + (next / sigma)^2 (x - D) + deviation n.
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings, Noise noise) {
    return sampleLearned(
        (latent, sigma) -> new Prediction(model.denoise(latent, sigma), latent),
        x,
        settings,
        noise);
  }

  /** The same with the variance that the network gives. */
  public static Latent sampleLearned(
      VarianceModel model, Latent x, Settings settings, Noise noise) {
    for (Descent step : settings.steps()) {
      Prediction prediction = model.predict(x, step.sigma());
      double k = step.next() / step.sigma();
      x = x.towards(prediction.denoised(), 1 - k * k);
      if (step.noisy()) {
        x = x.plus(scaled(noise.next(), prediction.variance(), step, settings.variance()));
      }
    }
    return x;
  }

  /** Noise of the step's deviation, which may be another for each element. */
  private static Latent scaled(Latent unit, Latent said, Descent step, Variance variance) {
    double small = Ancestral.of(step.sigma(), step.next(), 1).up();
    double large = large(step);
    double toSigmaSpace = Math.hypot(step.next(), 1);
    return switch (variance) {
      case FIXED_SMALL -> unit.times(small);
      case FIXED_LARGE -> unit.times(large);
      case LEARNED -> unit.combine(said, (n, v) -> n * Math.sqrt(v) * toSigmaSpace);
      case LEARNED_RANGE ->
          unit.combine(
              said, (n, v) -> n * Math.pow(large, (1 + v) / 2) * power(small, (1 - v) / 2));
    };
  }

  /** The smallest variance is at least 1e-20, so that it has a logarithm. */
  private static double power(double deviation, double exponent) {
    return Math.pow(Math.max(deviation, 1e-10), exponent);
  }

  /** The square root of beta = 1 - alpha-bar / alpha-bar(next), in sigma space. */
  private static double large(Descent step) {
    double variance = step.sigma() * step.sigma() - step.next() * step.next();
    return Math.sqrt(variance / (step.sigma() * step.sigma() + 1)) * Math.hypot(step.next(), 1);
  }
}
