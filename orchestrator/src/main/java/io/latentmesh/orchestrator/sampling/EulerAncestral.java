package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** Euler steps that go below the next noise level and come back with fresh noise. */
public final class EulerAncestral {
  private EulerAncestral() {}

  /**
   * The ancestral sampling of Ho et al. 2020 (2006.11239), algorithm 2, in sigma space. Noise is
   * drawn at every step, also at the last, where it does not count.
   *
   * @param sigmas decreasing, above 0 but for the last, which may be 0
   */
  public static Latent sample(Denoiser model, Latent x, List<Double> sigmas, Noise noise) {
    for (int i = 0; i + 1 < sigmas.size(); i++) {
      Ancestral step = Ancestral.of(sigmas.get(i), sigmas.get(i + 1), 1);
      Latent denoised = model.denoise(x, sigmas.get(i));
      Latent down = x.towards(denoised, 1 - step.down() / sigmas.get(i));
      x = Latent.sum(1, down, step.up(), noise.next());
    }
    return x;
  }
}
