package io.latentmesh.networks.graph;

/**
 * Group normalization (Wu and He, 2018, arXiv:1803.08494).
 *
 * @param groups number of channel groups, a divisor of the channels it is applied to
 * @param epsilon added to the variance
 */
public record GroupNorm(int groups, float epsilon) {
  public GroupNorm {
    if (groups < 1) {
      throw new IllegalArgumentException("groups must be at least 1, is " + groups);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be positive, is " + epsilon);
    }
  }

  void checkDivides(Value x, String name) {
    if (x.width() % groups != 0) {
      throw new IllegalArgumentException(
          "%s: %d channels cannot be cut into %d groups".formatted(name, x.width(), groups));
    }
  }
}
