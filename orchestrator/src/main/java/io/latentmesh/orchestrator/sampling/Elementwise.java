package io.latentmesh.orchestrator.sampling;

import java.util.Arrays;
import java.util.List;

/**
 * Loops over arrays of one length, in double and rounded once per element. Each is one that the
 * compiler vectorizes: arrays that are parameters, one index, no calls.
 */
final class Elementwise {
  /** Doubles of a sum of many, so few that they stay in a cache. */
  private static final int BLOCK = 512;

  /** Of addition: 0 would make a sum of -0 a 0. */
  private static final double NEUTRAL = -0.0;

  private Elementwise() {}

  static void product(float[] product, double factor, float[] x) {
    for (int i = 0; i < product.length; i++) {
      product[i] = (float) (factor * x[i]);
    }
  }

  static void sum(float[] sum, double a, float[] x, double b, float[] y) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (float) (a * x[i] + b * y[i]);
    }
  }

  static void sum(float[] sum, List<Double> weights, List<Latent> of) {
    switch (of.size()) {
      case 2 -> sum(sum, weights.get(0), of.get(0).values(), weights.get(1), of.get(1).values());
      case 3 -> sumOfThree(sum, weights, of);
      default -> sumOfMany(sum, weights, of);
    }
  }

  private static void sumOfThree(float[] sum, List<Double> weights, List<Latent> of) {
    double a = weights.get(0);
    double b = weights.get(1);
    double c = weights.get(2);
    float[] x = of.get(0).values();
    float[] y = of.get(1).values();
    float[] z = of.get(2).values();
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (float) (a * x[i] + b * y[i] + c * z[i]);
    }
  }

  private static void sumOfMany(float[] sum, List<Double> weights, List<Latent> of) {
    double[] block = new double[Math.min(BLOCK, sum.length)];
    for (int start = 0; start < sum.length; start += BLOCK) {
      int size = Math.min(BLOCK, sum.length - start);
      Arrays.fill(block, NEUTRAL);
      for (int k = 0; k < of.size(); k++) {
        add(block, weights.get(k), of.get(k).values(), start, size);
      }
      for (int i = 0; i < size; i++) {
        sum[start + i] = (float) block[i];
      }
    }
  }

  private static void add(double[] block, double weight, float[] x, int start, int size) {
    for (int i = 0; i < size; i++) {
      block[i] += weight * x[start + i];
    }
  }
}
