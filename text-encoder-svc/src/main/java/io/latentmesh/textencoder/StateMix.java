package io.latentmesh.textencoder;

import java.util.List;

/** Weighted sums of the states of several texts of one shape. */
final class StateMix {
  private StateMix() {}

  /** Weights divided by their sum. */
  static List<Double> shares(List<Double> weights) {
    double sum = weights.stream().mapToDouble(weight -> weight).sum();
    return weights.stream().map(weight -> weight / sum).toList();
  }

  /** The sum of all states times their weights; all else is the first one's. */
  static FinishedText sum(List<FinishedText> states, List<Double> weights) {
    if (states.size() == 1 && weights.getFirst() == 1) {
      return states.getFirst();
    }
    float[] sum = new float[states.getFirst().encoded().hiddenStates().length];
    for (int i = 0; i < sum.length; i++) {
      double value = 0;
      for (int k = 0; k < states.size(); k++) {
        value += weights.get(k) * states.get(k).encoded().hiddenStates()[i];
      }
      sum[i] = (float) value;
    }
    return states.getFirst().with(sum);
  }
}
