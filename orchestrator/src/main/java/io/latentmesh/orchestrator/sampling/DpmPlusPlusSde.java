package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** SDE-DPM-Solver++ as a singlestep method of two evaluations, which A1111 calls DPM++ SDE. */
public final class DpmPlusPlusSde {
  private DpmPlusPlusSde() {}

  /**
   * How to step.
   *
   * @param levels every level at which the model is asked, so that each step is start, middle, end;
   *     a step to 0 has no middle
   * @param eta 0 is deterministic, 1 draws as much noise as DDPM
   */
  public record Settings(List<Double> levels, double eta) {
    public Settings {
      levels = List.copyOf(levels);
    }
  }

  /** Where the second evaluation of a step lies: halfway in log sigma. */
  public static double middle(double sigma, double next) {
    return Math.sqrt(sigma * next);
  }

  /**
   * Lu et al. 2022 (2211.01095), algorithm 1 with r = 1/2, between ancestral levels: an ancestral
   * step to the middle, and from the start over the whole way with the denoised latent found there.
   * The noise of both is that of one path, so the second contains the first.
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings, PathNoise noise) {
    List<Double> levels = settings.levels();
    int i = 0;
    for (; i + 2 < levels.size(); i += 2) {
      double sigma = levels.get(i);
      double middle = levels.get(i + 1);
      double next = levels.get(i + 2);
      float t = time(sigma);
      float half = t + (time(next) - t) / 2;
      Ancestral toMiddle = Ancestral.of(sigma, middle, settings.eta());
      Latent down = x.towards(model.denoise(x, sigma), 1 - toMiddle.down() / sigma);
      Latent there = Latent.sum(1, down, toMiddle.up(), noise.between(level(t), level(half)));
      Ancestral toNext = Ancestral.of(sigma, next, settings.eta());
      down = x.towards(model.denoise(there, middle), 1 - toNext.down() / sigma);
      x = Latent.sum(1, down, toNext.up(), noise.between(level(t), level(time(next))));
    }
    return Euler.sample(model, x, levels.subList(i, levels.size()));
  }

  /*
   * The path is resolved to 6 digits, finer than float32 holds a level that it takes the logarithm
   * of and back, as diffusers and k-diffusion do. Without their rounding a thousandth of the noise
   * is another one.
   */
  private static float time(double sigma) {
    return (float) -Math.log((float) sigma);
  }

  private static double level(float time) {
    return (float) Math.exp(-time);
  }
}
