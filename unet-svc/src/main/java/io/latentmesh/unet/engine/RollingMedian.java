package io.latentmesh.unet.engine;

import java.util.Arrays;

/** The median of the last values: a hiccup does not move it. Confined to one thread. */
final class RollingMedian {
  private final double[] window;
  private int count;
  private double median;

  RollingMedian(int window) {
    this.window = new double[window];
  }

  void add(double value) {
    window[count++ % window.length] = value;
    double[] sorted = Arrays.copyOf(window, size());
    Arrays.sort(sorted);
    median = sorted[sorted.length / 2];
    if (count == 2 * window.length) {
      count = window.length; // the place in the window is the same
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** The upper one of the middle values; 0 when there is none. */
  double median() {
    return median;
  }

  private int size() {
    return Math.min(count, window.length);
  }
}
