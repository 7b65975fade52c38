package io.latentmesh.orchestrator.sampling;

import java.util.function.LongFunction;

/** A source of unit normal latents, all of one shape. Not safe for use by several threads. */
@FunctionalInterface
public interface Noise {
  /** The next latent of independent unit normal values. */
  Latent next();

  /** The seed behind it, from which other noise of the same image may be drawn; 0 if unknown. */
  default long seed() {
    return 0;
  }

  /**
   * Noise of intervals from this noise's seed.
   *
   * @param drawn what a seed gives
   */
  default PathNoise path(LongFunction<PathNoise> drawn) {
    return drawn.apply(seed());
  }

  /** Draws latents one after the other from {@code generator}, which must not be used elsewhere. */
  static Noise of(TorchGenerator generator, LatentShape shape) {
    return new SeededNoise(
        generator.seed(), () -> Latent.of(shape, generator.randn(shape.elements())));
  }
}
