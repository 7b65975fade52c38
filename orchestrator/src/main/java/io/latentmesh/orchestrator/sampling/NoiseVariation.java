package io.latentmesh.orchestrator.sampling;

/** Start noise that is like another: between two seeds, or at another size. */
public final class NoiseVariation {
  /** Nearly parallel noises have no arc between them. */
  private static final double PARALLEL = 0.9995;

  private NoiseVariation() {}

  /**
   * The noise at {@code strength} (0 to 1) of the way from {@code noise} to {@code other} on the
   * arc between them, which keeps its variance: Shoemake 1985 (Animating rotation with quaternion
   * curves). As in A1111, each column of each channel has an arc of its own, and where the columns
   * are parallel in the mean the weights of a straight mixture are exchanged.
   */
  public static Latent slerp(Latent noise, Latent other, double strength) {
    LatentShape shape = noise.shape();
    if (!shape.equals(other.shape())) {
      throw new IllegalArgumentException("%s does not match %s".formatted(other.shape(), shape));
    }
    float[] low = noise.toArray();
    float[] high = other.toArray();
    double[] cosines = cosines(low, high, shape);
    double mean = 0;
    for (double cosine : cosines) {
      mean += cosine / cosines.length;
    }
    if (mean > PARALLEL) {
      return Latent.sum(strength, noise, 1 - strength, other);
    }
    float[] mixed = new float[low.length];
    for (int i = 0; i < mixed.length; i++) {
      double angle = Math.acos(cosines[column(i, shape)]);
      mixed[i] =
          (float)
              ((Math.sin((1 - strength) * angle) * low[i] + Math.sin(strength * angle) * high[i])
                  / Math.sin(angle));
    }
    return Latent.of(shape, mixed);
  }

  /**
   * The noise of an image of another size, put into the middle of {@code noise} or cut to it, so
   * that the same seed gives a like composition.
   */
  public static Latent resized(Latent noise, Latent original) {
    LatentShape to = noise.shape();
    LatentShape from = original.shape();
    int width = Math.min(to.width(), from.width());
    int height = Math.min(to.height(), from.height());
    float[] values = noise.toArray();
    float[] source = original.toArray();
    for (int row = 0; row < to.channels() * height; row++) {
      int channel = row / height;
      int y = row % height;
      int fromRow = channel * from.height() + y + middle(from.height(), to.height());
      int toRow = channel * to.height() + y + middle(to.height(), from.height());
      System.arraycopy(
          source,
          fromRow * from.width() + middle(from.width(), to.width()),
          values,
          toRow * to.width() + middle(to.width(), from.width()),
          width);
    }
    return Latent.of(to, values);
  }

  /** Where the smaller of two extents begins in the larger one. */
  private static int middle(int extent, int other) {
    return Math.max(0, (extent - other) / 2);
  }

  /** Of the angle between the two noises in each column of each channel. */
  private static double[] cosines(float[] low, float[] high, LatentShape shape) {
    double[] dots = new double[shape.channels() * shape.width()];
    double[] lowSquares = new double[dots.length];
    double[] highSquares = new double[dots.length];
    for (int i = 0; i < low.length; i++) {
      int column = column(i, shape);
      dots[column] += (double) low[i] * high[i];
      lowSquares[column] += (double) low[i] * low[i];
      highSquares[column] += (double) high[i] * high[i];
    }
    for (int column = 0; column < dots.length; column++) {
      double norms = Math.sqrt(lowSquares[column] * highSquares[column]);
      dots[column] = Math.clamp(dots[column] / norms, -1, 1);
    }
    return dots;
  }

  private static int column(int element, LatentShape shape) {
    int channel = element / (shape.height() * shape.width());
    return channel * shape.width() + element % shape.width();
  }
}
