package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** Multistep sampling of latent consistency models: denoise wholly, add noise, again. */
public final class Lcm {
  /** Sigma of the data for which the boundary condition was written. */
  private static final double SIGMA_DATA = 0.5;

  private Lcm() {}

  /**
   * One step.
   *
   * @param sigma where the model is asked
   * @param time the timestep, scaled as the model was trained
   */
  public record Jump(double sigma, double time) {
    /** The share of the network's answer; the rest is the latent itself. */
    double out() {
      return time / Math.hypot(time, SIGMA_DATA);
    }

    double skip() {
      return SIGMA_DATA * SIGMA_DATA / (time * time + SIGMA_DATA * SIGMA_DATA);
    }
  }

  /**
   * Luo et al. 2023 (2310.04378), algorithm 3 with the boundary condition of eq. 9: D' = c_out D +
   * c_skip x, where x is in the variance-preserving scaling. No noise after the last step, which
   * ends at sigma 0.
   */
  public static Latent sample(Denoiser model, Latent x, List<Jump> jumps, Noise noise) {
    for (int i = 0; i < jumps.size(); i++) {
      Jump jump = jumps.get(i);
      Latent denoised = model.denoise(x, jump.sigma());
      double skip = jump.skip() / Math.hypot(jump.sigma(), 1);
      x = Latent.sum(jump.out(), denoised, skip, x);
      if (i + 1 < jumps.size()) {
        x = Latent.sum(1, x, jumps.get(i + 1).sigma(), noise.next());
      }
    }
    return x;
  }
}
