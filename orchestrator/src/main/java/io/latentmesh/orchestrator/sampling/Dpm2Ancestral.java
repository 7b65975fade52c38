package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** DPM-Solver-2 steps that go below the next noise level and come back with fresh noise. */
public final class Dpm2Ancestral {
  private Dpm2Ancestral() {}

  /**
   * How to step.
   *
   * @param levels as those of {@link Dpm2}; the middles are {@link #middle}, or within rounding
   * @param eta 0 is {@link Dpm2}, 1 draws as much noise as DDPM
   */
  public record Settings(List<Double> levels, double eta) {
    public Settings {
      levels = List.copyOf(levels);
    }
  }

  /** Where the second evaluation of a step lies: halfway to its deterministic end in log sigma. */
  public static double middle(double sigma, double next, double eta) {
    return Math.sqrt(sigma * Ancestral.single(sigma, next, eta).down());
  }

  /**
   * {@link Dpm2} between ancestral levels (Ho et al. 2020, 2006.11239, algorithm 2). Noise is drawn
   * after every step but the last, which is Euler's.
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings, Noise noise) {
    List<Double> levels = settings.levels();
    int i = 0;
    for (; i + 2 < levels.size(); i += 2) {
      double sigma = levels.get(i);
      double middle = levels.get(i + 1);
      Ancestral step = Ancestral.single(sigma, levels.get(i + 2), settings.eta());
      Latent down = Dpm2.sample(model, x, List.of(sigma, middle, step.down()));
      x = Latent.sum(1, down, step.up(), noise.next());
    }
    return Dpm2.sample(model, x, levels.subList(i, levels.size()));
  }
}
