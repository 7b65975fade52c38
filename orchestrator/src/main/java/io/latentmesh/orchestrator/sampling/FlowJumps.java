package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** Stochastic sampling of flows: denoise wholly, mix with fresh noise, again. */
public final class FlowJumps {
  private FlowJumps() {}

  /**
   * The consistency sampling of Song et al. 2023 (2303.01469), algorithm 1, on the straight path x
   * = (1 - sigma) D + sigma n of Liu et al. 2022 (2209.03003). One draw a step, also at the last,
   * where it does not count.
   *
   * @param sigmas decreasing from at most 1; the last may be 0
   */
  public static Latent sample(Denoiser model, Latent x, List<Double> sigmas, Noise noise) {
    for (int i = 0; i + 1 < sigmas.size(); i++) {
      Latent denoised = model.denoise(x, sigmas.get(i));
      double next = sigmas.get(i + 1);
      x = Latent.sum(1 - next, denoised, next, noise.next());
    }
    return x;
  }
}
