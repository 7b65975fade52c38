package io.latentmesh.orchestrator.sampling;

import java.util.Arrays;

/** Some elements of a sum of many latents, in double: so few that they stay in a cache. */
final class SumBlock {
  private static final int MOST = 512;

  /** Of addition: 0 would make a sum of -0 a 0. */
  private static final double NEUTRAL = -0.0;

  private final int elements;
  private final double[] sums;
  private int start;
  private int count;

  /**
   * @param elements of each latent
   */
  SumBlock(int elements) {
    this.elements = elements;
    this.sums = new double[Math.min(MOST, elements)];
  }

  /** By how much one block begins after the other. */
  int size() {
    return sums.length;
  }

  /** The elements from there on, nothing added yet. */
  void begin(int first) {
    start = first;
    count = Math.min(sums.length, elements - first);
    Arrays.fill(sums, NEUTRAL);
  }

  void add(double weight, float[] x) {
    add(sums, weight, x, start, count);
  }

  private static void add(double[] sums, double weight, float[] x, int start, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += weight * x[start + i];
    }
  }

  void write(float[] target) {
    for (int i = 0; i < count; i++) {
      target[start + i] = (float) sums[i];
    }
  }
}
