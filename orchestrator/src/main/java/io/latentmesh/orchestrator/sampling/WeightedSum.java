package io.latentmesh.orchestrator.sampling;

import java.util.Arrays;

/**
 * A weighted sum of latents of one shape, added term by term and computed at once: in double,
 * rounded once per element. For one sum, by one thread.
 */
final class WeightedSum {
  private static final int USUAL_TERMS = 3;

  private double[] weights = new double[USUAL_TERMS];
  private Latent[] latents = new Latent[USUAL_TERMS];
  private int terms;

  WeightedSum plus(double weight, Latent latent) {
    if (terms > 0) {
      latents[0].requireShape(latent);
    }
    if (terms == latents.length) {
      weights = Arrays.copyOf(weights, 2 * terms);
      latents = Arrays.copyOf(latents, 2 * terms);
    }
    weights[terms] = weight;
    latents[terms] = latent;
    terms++;
    return this;
  }

  /**
   * In the pool of the first latent that has one.
   *
   * @throws IllegalStateException without a term
   */
  Latent latent() {
    if (terms == 0) {
      throw new IllegalStateException("a sum of latents needs at least one");
    }
    Latent inPool = latents[0];
    for (int i = 1; i < terms && !inPool.isInPool(); i++) {
      inPool = latents[i];
    }
    return inPool.beside(this::write);
  }

  private void write(float[] sum) {
    switch (terms) {
      case 1 -> Elementwise.product(sum, weights[0], values(0));
      case 2 -> Elementwise.sum(sum, weights[0], values(0), weights[1], values(1));
      case 3 -> writeThree(sum, values(0), values(1), values(2));
      default -> writeMany(sum);
    }
  }

  private void writeThree(float[] sum, float[] x, float[] y, float[] z) {
    double a = weights[0];
    double b = weights[1];
    double c = weights[2];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (float) (a * x[i] + b * y[i] + c * z[i]);
    }
  }

  private void writeMany(float[] sum) {
    var block = new SumBlock(sum.length);
    for (int start = 0; start < sum.length; start += block.size()) {
      block.begin(start);
      for (int i = 0; i < terms; i++) {
        block.add(weights[i], values(i));
      }
      block.write(sum);
    }
  }

  private float[] values(int term) {
    return latents[term].values();
  }
}
