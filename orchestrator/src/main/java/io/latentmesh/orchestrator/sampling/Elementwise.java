package io.latentmesh.orchestrator.sampling;

/**
 * Loops over arrays of one length, in double and rounded once per element. Each is one that the
 * compiler vectorizes: arrays that are parameters, one index, no calls.
 */
final class Elementwise {
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
}
