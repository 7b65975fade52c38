package io.latentmesh.orchestrator.sampling;

/**
 * A step from sigma to {@code next} split into a deterministic part down to {@code down} and fresh
 * noise of standard deviation {@code up}, with down^2 + up^2 = next^2.
 */
record Ancestral(double down, double up) {
  /**
   * Song et al. 2021 (2010.02502), eq. 16: eta 0 is deterministic, 1 is the DDPM posterior. In
   * sigma space the standard deviation of eq. 16 is eta next sqrt(sigma^2 - next^2) / sigma.
   */
  static Ancestral of(double sigma, double next, double eta) {
    double up = eta * next * Math.sqrt(Math.max(0, 1 - (next / sigma) * (next / sigma)));
    return new Ancestral(Math.sqrt(Math.max(0, next * next - up * up)), up);
  }

  /**
   * The same split in float32, as diffusers and k-diffusion compute it: where next is far below
   * sigma, next^2 - up^2 loses digits, and where a step's middle lies depends on them.
   */
  static Ancestral single(double sigma, double next, double eta) {
    float from = (float) (sigma * sigma);
    float to = (float) (next * next);
    float up = (float) (eta * (float) Math.sqrt(to * Math.max(0, from - to) / from));
    return new Ancestral((float) Math.sqrt(Math.max(0, to - up * up)), up);
  }

  /**
   * The same step where t = -log sigma of the deterministic part may not pass {@code end}: what is
   * cut off it is added to the noise's share.
   */
  static Ancestral above(double end, double sigma, double next, double eta) {
    double down = Math.max(end, of(sigma, next, eta).down());
    return new Ancestral(down, Math.sqrt(Math.max(0, next * next - down * down)));
  }
}
