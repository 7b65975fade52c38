package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Linear equations of a few unknowns. */
final class LinearSystem {
  private LinearSystem() {}

  /**
   * Gauss elimination with the largest pivot of each column.
   *
   * @param rows one equation each, its right side last; written over
   */
  static List<Double> solve(double[][] rows) {
    int size = rows.length;
    for (int column = 0; column < size; column++) {
      swapLargest(rows, column);
      for (int row = column + 1; row < size; row++) {
        double factor = rows[row][column] / rows[column][column];
        for (int j = column; j <= size; j++) {
          rows[row][j] -= factor * rows[column][j];
        }
      }
    }
    List<Double> solution = new ArrayList<>(Collections.nCopies(size, 0.0));
    for (int row = size - 1; row >= 0; row--) {
      double rest = rows[row][size];
      for (int j = row + 1; j < size; j++) {
        rest -= rows[row][j] * solution.get(j);
      }
      solution.set(row, rest / rows[row][row]);
    }
    return solution;
  }

  private static void swapLargest(double[][] rows, int column) {
    int largest = column;
    for (int row = column + 1; row < rows.length; row++) {
      largest = Math.abs(rows[row][column]) > Math.abs(rows[largest][column]) ? row : largest;
    }
    double[] swapped = rows[column];
    rows[column] = rows[largest];
    rows[largest] = swapped;
  }
}
