package io.latentmesh.orchestrator.sampling;

/**
 * The exact denoiser of data that is normal with the given standard deviation, for which the
 * probability flow ODE has a closed solution: x scales with sqrt(deviation^2 + sigma^2).
 */
record GaussianModel(double deviation) implements Denoiser {
  @Override
  public Latent denoise(Latent x, double sigma) {
    return x.times(deviation * deviation / (deviation * deviation + sigma * sigma));
  }

  /** Where the ODE carries a latent of value {@code x} from one noise level to another. */
  double solution(double x, double from, double to) {
    return x * Math.hypot(deviation, to) / Math.hypot(deviation, from);
  }
}
