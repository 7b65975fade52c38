package io.latentmesh.orchestrator.sampling;

/**
 * The normal numbers of torch's CUDA generator, computed without such a device, as A1111 offers
 * them under the name NV. Not safe for use by several threads.
 *
 * <p>They are those of a device that gives every element a thread of its own. A device with fewer
 * threads than elements (28 multiprocessors hold 43,008) draws other ones from there on.
 */
public final class PhiloxGenerator {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final double UNIT = 0x1p-32;
  private static final double HALF = 0x1p-33;

  private final int key0;
  private final int key1;
  private int draws;

  /** All 64 bits of the seed count. */
  public PhiloxGenerator(long seed) {
    this.key0 = (int) seed;
    this.key1 = (int) (seed >>> Integer.SIZE);
  }

  /** The next {@code n} unit normal values. */
  public float[] randn(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = normal(i);
    }
    draws++;
    return values;
  }

  /** Salmon et al. 2011 (Parallel random numbers), Philox4x32-10 at counter (draws, 0, i, 0). */
  private float normal(int i) {
    int[] counter = {draws, 0, i, 0};
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      mix(counter, k0, k1);
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    return boxMuller(counter[0], counter[1]);
  }

  private static void mix(int[] counter, int k0, int k1) {
    long product0 = MULTIPLIER_0 * Integer.toUnsignedLong(counter[0]);
    long product1 = MULTIPLIER_1 * Integer.toUnsignedLong(counter[2]);
    int first = (int) (product1 >>> Integer.SIZE) ^ counter[1] ^ k0;
    int third = (int) (product0 >>> Integer.SIZE) ^ counter[3] ^ k1;
    counter[0] = first;
    counter[1] = (int) product1;
    counter[2] = third;
    counter[3] = (int) product0;
  }

  /** Box and Muller 1958; the second value, with the cosine, is not used. */
  private static float boxMuller(int first, int second) {
    double u = Integer.toUnsignedLong(first) * UNIT + HALF;
    double angle = (Integer.toUnsignedLong(second) * UNIT + HALF) * 2 * Math.PI;
    return (float) (Math.sqrt(-2 * Math.log(u)) * Math.sin(angle));
  }
}
