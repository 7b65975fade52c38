package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** Heun's method: an Euler step, repeated with the mean of the slopes at both ends. */
public final class Heun {
  private Heun() {}

  /**
   * Karras et al. 2022 (2206.00364), algorithm 1: order 2. Two evaluations a step, one for the step
   * to sigma 0, where there is no slope.
   *
   * @param sigmas decreasing, above 0 but for the last, which may be 0
   */
  public static Latent sample(Denoiser model, Latent x, List<Double> sigmas) {
    for (int i = 0; i + 1 < sigmas.size(); i++) {
      double sigma = sigmas.get(i);
      double next = sigmas.get(i + 1);
      Latent denoised = model.denoise(x, sigma);
      Latent euler = x.towards(denoised, 1 - next / sigma);
      x =
          next == 0
              ? euler
              : corrected(x, euler, denoised, model.denoise(euler, next), sigma, next);
    }
    return x;
  }

  private static Latent corrected(
      Latent x, Latent euler, Latent first, Latent second, double sigma, double next) {
    double a = (next - sigma) / (2 * sigma);
    double b = (next - sigma) / (2 * next);
    return Latent.sum(List.of(1 + a, -a, b, -b), List.of(x, first, euler, second));
  }
}
