package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** Euler steps that go below the next noise level and come back with fresh noise. */
public final class EulerAncestral {
  private EulerAncestral() {}

  /**
   * How to step.
   *
   * @param sigmas decreasing, above 0 but for the last, which may be 0
   * @param eta 0 is Euler's method, 1 draws as much noise as DDPM
   * @param noise standard deviation of what is drawn; 1 keeps the noise level
   */
  public record Settings(List<Double> sigmas, double eta, double noise) {
    public Settings {
      sigmas = List.copyOf(sigmas);
    }

    /** As much noise as the levels ask for. */
    public static Settings of(List<Double> sigmas, double eta) {
      return new Settings(sigmas, eta, 1);
    }
  }

  /**
   * The ancestral sampling of Ho et al. 2020 (2006.11239), algorithm 2, in sigma space. Noise is
   * drawn at every step, also at the last, where it does not count.
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings, Noise noise) {
    List<Double> sigmas = settings.sigmas();
    for (int i = 0; i + 1 < sigmas.size(); i++) {
      Ancestral step = Ancestral.of(sigmas.get(i), sigmas.get(i + 1), settings.eta());
      Latent denoised = model.denoise(x, sigmas.get(i));
      Latent down = x.towards(denoised, 1 - step.down() / sigmas.get(i));
      x = Latent.sum(1, down, settings.noise() * step.up(), noise.next());
    }
    return x;
  }
}
