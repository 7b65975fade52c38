package io.latentmesh.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Readings of one contender. Percentiles are exact: every reading is kept. Confined to one thread.
 */
public final class Sample {
  private final List<Double> values = new ArrayList<>();

  public void add(double value) {
    values.add(value);
  }

  /** Takes in all readings of {@code other}; returns this. */
  public Sample and(Sample other) {
    values.addAll(other.values);
    return this;
  }

  public int size() {
    return values.size();
  }

  public double median() {
    List<Double> sorted = sorted();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * The smallest reading that at least {@code share} of all readings do not exceed (nearest rank).
   *
   * @param share above 0, at most 1
   */
  public double percentile(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share: must be above 0, at most 1, was " + share);
    }
    List<Double> sorted = sorted();
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  public double mean() {
    requireReadings();
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }

  public double minimum() {
    requireReadings();
    return Collections.min(values);
  }

  public double maximum() {
    requireReadings();
    return Collections.max(values);
  }

  private List<Double> sorted() {
    requireReadings();
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted;
  }

  private void requireReadings() {
    if (values.isEmpty()) {
      throw new IllegalStateException("no readings were taken");
    }
  }
}
