package io.latentmesh.orchestrator.sampling;

/**
 * The numbers of torch's CPU generator, bit for bit, as an x86 build with AVX2 and FMA draws them
 * in float32. Not safe for use by several threads.
 */
public final class TorchGenerator {
  /* Design note. torch draws in two ways:
   *   16 values and more: uniforms of 24 bits fill the tensor, then each block of 16 becomes normal
   *     by Box-Muller in float32, vectorised (CephesFloat); a tail shorter than 16 is not drawn as
   *     such: the LAST 16 positions are drawn anew and overwrite what stood there;
   *   fewer than 16: one value after the other in double; the second value of a Box-Muller pair is
   *     kept by the generator, also across a large draw in between.
   * Found equal on every value of the reference set (torch 1.13 and 2.15). Builds without FMA or on
   * other processors differ by up to 3 units in the last place. */
  private static final int BLOCK = 16;
  private static final float TWO_PI = (float) (2 * Math.PI);

  private final long seed;
  private final MersenneTwister twister;
  private double kept; // the second half of a pair, NaN when there is none

  /** As {@code torch.Generator("cpu").manual_seed(seed)}: only the low 32 bits of a seed count. */
  public TorchGenerator(long seed) {
    this.seed = seed;
    this.twister = new MersenneTwister((int) seed);
    this.kept = Double.NaN;
  }

  /** As it was given, all 64 bits. */
  public long seed() {
    return seed;
  }

  /** As {@code torch.randn(n, generator=this)}: n unit normal values; n is at least 0. */
  public float[] randn(int n) {
    float[] values = new float[n];
    if (n < BLOCK) {
      fillOneByOne(values);
    } else {
      fillBlocks(values);
    }
    return values;
  }

  private void fillBlocks(float[] values) {
    fillUniform(values, 0, values.length);
    for (int begin = 0; begin + BLOCK <= values.length; begin += BLOCK) {
      boxMuller(values, begin);
    }
    if (values.length % BLOCK != 0) {
      int tail = values.length - BLOCK;
      fillUniform(values, tail, values.length);
      boxMuller(values, tail);
    }
  }

  private void fillUniform(float[] values, int begin, int end) {
    for (int i = begin; i < end; i++) {
      values[i] = (twister.nextInt() & 0xffffff) * 0x1p-24f;
    }
  }

  /** Box and Muller 1958 on one block: its first half gives radii, its second half angles. */
  private static void boxMuller(float[] values, int begin) {
    int half = BLOCK / 2;
    for (int i = begin; i < begin + half; i++) {
      float radius = (float) Math.sqrt(-2 * CephesFloat.log(1 - values[i]));
      float angle = TWO_PI * values[i + half];
      values[i] = radius * CephesFloat.cos(angle) + 0f; // a mean of 0 turns -0 into 0
      values[i + half] = radius * CephesFloat.sin(angle) + 0f;
    }
  }

  private void fillOneByOne(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) nextNormal();
    }
  }

  private double nextNormal() {
    if (!Double.isNaN(kept)) {
      double value = kept;
      kept = Double.NaN;
      return value;
    }
    double angle = 2 * Math.PI * nextUniform();
    double radius = Math.sqrt(-2 * Math.log1p(-nextUniform()));
    kept = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  private double nextUniform() {
    long high = Integer.toUnsignedLong(twister.nextInt());
    long low = Integer.toUnsignedLong(twister.nextInt());
    return (((high << 32) | low) & ((1L << 53) - 1)) * 0x1p-53;
  }
}
