package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** DPM-Solver++(2S) between ancestral levels. */
public final class DpmPlusPlus2SAncestral {
  private DpmPlusPlus2SAncestral() {}

  /**
   * How to step.
   *
   * @param levels every level at which the model is asked, so that each step is start, middle, end;
   *     a step to 0 has no middle. The middles are those of {@link Dpm2Ancestral}
   * @param eta 0 is DPM-Solver++(2S), 1 draws as much noise as DDPM
   */
  public record Settings(List<Double> levels, double eta) {
    public Settings {
      levels = List.copyOf(levels);
    }
  }

  /**
   * Lu et al. 2022 (2211.01095), algorithm 1 with r = 1/2, down to the deterministic level of Ho et
   * al. 2020 (2006.11239), algorithm 2, and fresh noise.
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings, Noise noise) {
    List<Double> levels = settings.levels();
    int i = 0;
    for (; i + 2 < levels.size(); i += 2) {
      double sigma = levels.get(i);
      double middle = levels.get(i + 1);
      Ancestral step = Ancestral.single(sigma, levels.get(i + 2), settings.eta());
      Latent half = x.towards(model.denoise(x, sigma), 1 - middle / sigma);
      Latent down = x.towards(model.denoise(half, middle), 1 - step.down() / sigma);
      x = Latent.sum(1, down, step.up(), noise.next());
    }
    return Euler.sample(model, x, levels.subList(i, levels.size()));
  }
}
