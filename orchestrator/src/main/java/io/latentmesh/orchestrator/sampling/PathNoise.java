package io.latentmesh.orchestrator.sampling;

/**
 * Noise that belongs to an interval of noise levels: two intervals that overlap share a part of it,
 * as the increments of one Brownian path do. Not safe for use by several threads.
 */
@FunctionalInterface
public interface PathNoise {
  /** A latent of unit normal values for the way from {@code sigma} down to {@code next}. */
  Latent between(double sigma, double next);

  /** Fresh noise for every interval. */
  static PathNoise fresh(Noise noise) {
    return (sigma, next) -> noise.next();
  }
}
