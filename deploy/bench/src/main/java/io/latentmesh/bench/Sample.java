package io.latentmesh.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Readings of one contender. Confined to one thread. */
final class Sample {
  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double median() {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double minimum() {
    return Collections.min(values);
  }

  double maximum() {
    return Collections.max(values);
  }
}
