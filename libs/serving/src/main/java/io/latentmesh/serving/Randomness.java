package io.latentmesh.serving;

import java.util.concurrent.ThreadLocalRandom;

/** Where ids come from that need to be different and not secret. */
final class Randomness {
  private Randomness() {}

  /** Any 64 bits. Any thread. */
  static long anyLong() {
    return ThreadLocalRandom.current().nextLong();
  }
}
