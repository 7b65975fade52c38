package io.latentmesh.textencoder;

import java.util.List;

/** What the weights of a chunk do to its states; AUTOMATIC1111's setting of that name. */
enum Emphasis {
  /**
   * States are multiplied, then their mean is brought back to what it was. The mean is that of the
   * chunk alone, so that a text's states do not depend on the texts beside it.
   */
  ORIGINAL {
    @Override
    void weight(StateColumns states, List<Float> weights) {
      double before = states.mean();
      NO_NORM.weight(states, weights);
      states.multiply((float) (before / states.mean()));
    }
  },
  /** States are multiplied. */
  NO_NORM {
    @Override
    void weight(StateColumns states, List<Float> weights) {
      for (int i = 0; i < weights.size(); i++) {
        states.multiplyRow(i + 1, weights.get(i));
      }
    }
  },
  /** Weights count for nothing. */
  IGNORE {
    @Override
    void weight(StateColumns states, List<Float> weights) {}
  };

  /**
   * Weights one chunk in place.
   *
   * @param weights of the rows behind the first, which is the start; empty when all are 1, and then
   *     nothing changes by a bit
   */
  void apply(StateColumns states, List<Float> weights) {
    if (!weights.isEmpty()) {
      weight(states, weights);
    }
  }

  abstract void weight(StateColumns states, List<Float> weights);
}
