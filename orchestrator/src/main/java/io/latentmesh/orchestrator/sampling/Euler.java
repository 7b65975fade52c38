package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** Euler's method on the probability flow ODE. */
public final class Euler {
  private Euler() {}

  /**
   * Karras et al. 2022 (2206.00364), algorithm 1 without its second-order correction: order 1. The
   * same formula holds for flows, where sigma runs from 1 to 0.
   *
   * @param sigmas decreasing, above 0 but for the last, which may be 0
   */
  public static Latent sample(Denoiser model, Latent x, List<Double> sigmas) {
    for (int i = 0; i + 1 < sigmas.size(); i++) {
      Latent denoised = model.denoise(x, sigmas.get(i));
      x = x.towards(denoised, 1 - sigmas.get(i + 1) / sigmas.get(i));
    }
    return x;
  }
}
