package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** DPM-Solver-2 as a midpoint method in log sigma. */
public final class Dpm2 {
  private Dpm2() {}

  /**
   * Lu et al. 2022 (2206.00927), algorithm 1 with the steps of Karras et al. 2022 (2206.00364),
   * algorithm 2: an Euler step to the middle, and from the start over the whole way with the slope
   * found there: order 2.
   *
   * @param levels every level at which the model is asked, so that each step is start, middle, end;
   *     a step to the last level, which may be 0, has no middle if the number of levels is even
   */
  public static Latent sample(Denoiser model, Latent x, List<Double> levels) {
    int i = 0;
    for (; i + 2 < levels.size(); i += 2) {
      double sigma = levels.get(i);
      double middle = levels.get(i + 1);
      Latent half = x.towards(model.denoise(x, sigma), 1 - middle / sigma);
      double k = (levels.get(i + 2) - sigma) / middle;
      x = Latent.sum(List.of(1.0, k, -k), List.of(x, half, model.denoise(half, middle)));
    }
    if (i + 1 < levels.size()) {
      x = x.towards(model.denoise(x, levels.get(i)), 1 - levels.get(i + 1) / levels.get(i));
    }
    return x;
  }
}
