package io.latentmesh.textencoder;

/**
 * One encoder's part of hidden states in which several stand side by side: columns {@code begin} to
 * before {@code end} of rows of {@code width} values. Writes through.
 */
final class StateColumns {
  private final float[] states;
  private final int width;
  private final int begin;
  private final int end;

  StateColumns(float[] states, int width, int begin, int end) {
    this.states = states;
    this.width = width;
    this.begin = begin;
    this.end = end;
  }

  void multiplyRow(int row, float factor) {
    for (int i = row * width + begin; i < row * width + end; i++) {
      states[i] *= factor;
    }
  }

  void multiply(float factor) {
    for (int row = 0; row < rows(); row++) {
      multiplyRow(row, factor);
    }
  }

  /** {@code origin + (row - origin) * factor}; a factor of 1 changes no bit. */
  void moveRow(int row, float[] origin, float factor) {
    if (factor == 1) {
      return;
    }
    for (int i = row * width + begin; i < row * width + end; i++) {
      states[i] = origin[i] + (states[i] - origin[i]) * factor;
    }
  }

  double mean() {
    double sum = 0;
    for (int row = 0; row < rows(); row++) {
      for (int i = row * width + begin; i < row * width + end; i++) {
        sum += states[i];
      }
    }
    return sum / ((double) rows() * (end - begin));
  }

  private int rows() {
    return states.length / width;
  }
}
