package io.latentmesh.orchestrator.sampling;

/** Sums over the elements of latents, in double. */
final class Moments {
  private Moments() {}

  /** The standard deviation of the elements, unbiased; 0 of a single one. */
  static double deviation(Latent latent) {
    float[] values = latent.values();
    if (values.length == 1) {
      return 0;
    }
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }

  /** The inner product; both of one shape. */
  static double product(Latent a, Latent b) {
    float[] left = a.values();
    float[] right = b.values();
    if (left.length != right.length) {
      throw new IllegalArgumentException("%s does not match %s".formatted(b.shape(), a.shape()));
    }
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (double) left[i] * right[i];
    }
    return sum;
  }
}
