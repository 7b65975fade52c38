package io.latentmesh.orchestrator.sampling;

/** A source of unit normal latents, all of one shape. Not safe for use by several threads. */
@FunctionalInterface
public interface Noise {
  /** The next latent of independent unit normal values. */
  Latent next();

  /** The seed behind it, from which other noise of the same image may be drawn; 0 if unknown. */
  default long seed() {
    return 0;
  }

  /** Draws latents one after the other from {@code generator}, which must not be used elsewhere. */
  static Noise of(TorchGenerator generator, LatentShape shape) {
    return new Noise() {
      @Override
      public Latent next() {
        return Latent.of(shape, generator.randn(shape.elements()));
      }

      @Override
      public long seed() {
        return generator.seed();
      }
    };
  }

  /**
   * The first latent from {@code seed}, all others from a generator of their own with {@code seed +
   * offset}: A1111's eta noise seed delta, for its ancestral samplers.
   */
  static Noise withSeedOffset(long seed, long offset, LatentShape shape) {
    Noise first = of(new TorchGenerator(seed), shape);
    Noise others = of(new TorchGenerator(seed + offset), shape);
    boolean[] begun = {false};
    return new Noise() {
      @Override
      public Latent next() {
        boolean again = begun[0];
        begun[0] = true;
        return (again ? others : first).next();
      }

      @Override
      public long seed() {
        return seed;
      }
    };
  }
}
