package io.latentmesh.orchestrator.sampling;

import java.util.Arrays;

/**
 * The seeds that numpy's SeedSequence makes of one number: O'Neill 2015 (Developing a seed_seq
 * alternative), with the constants of numpy. All arithmetic is modulo 2^32.
 */
final class SeedSequence {
  private static final int INIT_A = 0x43b0d7e5;
  private static final int MULT_A = 0x931e8875;
  private static final int INIT_B = 0x8b51f9dd;
  private static final int MULT_B = 0x58f38ded;
  private static final int MIX_LEFT = 0xca01f9dd;
  private static final int MIX_RIGHT = 0x4973f715;

  private SeedSequence() {}

  /**
   * {@code SeedSequence(entropy, spawn_key=spawnKey, pool_size=poolSize).generate_state(count)}.
   *
   * @param entropy read as unsigned
   * @param spawnKey not negative; may be empty
   */
  static int[] state(long entropy, long[] spawnKey, int poolSize, int count) {
    int[] pool = mixed(words(entropy, spawnKey, poolSize), poolSize);
    int[] state = new int[count];
    int hash = INIT_B;
    for (int i = 0; i < count; i++) {
      int word = pool[i % poolSize] ^ hash;
      hash *= MULT_B;
      state[i] = folded(word * hash);
    }
    return state;
  }

  /** The words of all numbers, low ones first; with a key, entropy fills at least the pool. */
  private static int[] words(long entropy, long[] spawnKey, int poolSize) {
    int[] words = words(entropy);
    for (int i = 0; i < spawnKey.length; i++) {
      int[] own = words(spawnKey[i]);
      int begin = i == 0 ? Math.max(words.length, poolSize) : words.length;
      words = Arrays.copyOf(words, begin + own.length);
      System.arraycopy(own, 0, words, begin, own.length);
    }
    return words;
  }

  private static int[] words(long number) {
    int high = (int) (number >>> Integer.SIZE);
    return high == 0 ? new int[] {(int) number} : new int[] {(int) number, high};
  }

  private static int[] mixed(int[] words, int poolSize) {
    int[] pool = new int[poolSize];
    Hash hash = new Hash();
    for (int i = 0; i < poolSize; i++) {
      pool[i] = hash.of(i < words.length ? words[i] : 0);
    }
    for (int source = 0; source < Math.max(poolSize, words.length); source++) {
      for (int target = 0; target < poolSize; target++) {
        if (source != target) {
          int word = source < poolSize ? pool[source] : words[source];
          pool[target] = folded(MIX_LEFT * pool[target] - MIX_RIGHT * hash.of(word));
        }
      }
    }
    return pool;
  }

  /** Multiplies by another constant at every call. */
  private static final class Hash {
    private int constant = INIT_A;

    int of(int word) {
      int hashed = word ^ constant;
      constant *= MULT_A;
      return folded(hashed * constant);
    }
  }

  private static int folded(int word) {
    return word ^ (word >>> 16);
  }
}
