package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** Strategic stochastic sampling of trajectory consistency distillation. */
public final class Tcd {
  private Tcd() {}

  /**
   * One step.
   *
   * @param sigma where the model is asked
   * @param jump the level to which it jumps, at most {@code next}
   * @param next the level that noise brings back, or {@code jump} where none is drawn
   */
  public record Leap(double sigma, double jump, double next) {}

  /**
   * Zheng et al. 2024 (2402.19159), algorithm 4: down to s = (1 - gamma) t, back up with noise. One
   * draw for every step that goes up again.
   */
  public static Latent sample(Denoiser model, Latent x, List<Leap> leaps, Noise noise) {
    for (Leap leap : leaps) {
      x = x.towards(model.denoise(x, leap.sigma()), 1 - leap.jump() / leap.sigma());
      if (leap.next() > leap.jump()) {
        double up = Math.sqrt(leap.next() * leap.next() - leap.jump() * leap.jump());
        x = Latent.sum(1, x, up, noise.next());
      }
    }
    return x;
  }
}
