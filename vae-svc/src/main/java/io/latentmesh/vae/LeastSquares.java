package io.latentmesh.vae;

/**
 * Linear least squares with a ridge: the weights W [inputs + 1, outputs] that minimise the mean of
 * |(x, 1) W - y|^2 plus ridge times |W|^2 without its last row, the offset. Not thread-safe.
 */
final class LeastSquares {
  private final double[][] gram; // sum of (x, 1)^T (x, 1)
  private final double[][] products; // sum of (x, 1)^T y

  LeastSquares(int inputs, int outputs) {
    gram = new double[inputs + 1][inputs + 1];
    products = new double[inputs + 1][outputs];
  }

  /** One more observation. */
  void add(double[] x, double[] y) {
    for (int i = 0; i < gram.length; i++) {
      double left = extended(x, i);
      for (int j = 0; j < gram.length; j++) {
        gram[i][j] += left * extended(x, j);
      }
      for (int k = 0; k < y.length; k++) {
        products[i][k] += left * y[k];
      }
    }
  }

  /**
   * Solves the normal equations by elimination, which needs no pivots: the matrix is symmetric and,
   * with a ridge, positive definite. Uses the sums up: to be called once.
   *
   * @param ridge above 0
   */
  double[][] solve(double ridge) {
    int inputs = gram.length - 1;
    double observations = gram[inputs][inputs];
    for (int i = 0; i < inputs; i++) {
      gram[i][i] += ridge * observations;
    }
    for (int pivot = 0; pivot <= inputs; pivot++) {
      for (int row = 0; row <= inputs; row++) {
        if (row != pivot) {
          eliminate(pivot, row);
        }
      }
    }
    for (int i = 0; i <= inputs; i++) {
      scale(products[i], 1 / gram[i][i]);
    }
    return products;
  }

  private void eliminate(int pivot, int row) {
    double factor = gram[row][pivot] / gram[pivot][pivot];
    subtract(gram[row], factor, gram[pivot]);
    subtract(products[row], factor, products[pivot]);
  }

  private static double extended(double[] x, int i) {
    return i < x.length ? x[i] : 1;
  }

  private static void subtract(double[] row, double factor, double[] other) {
    for (int i = 0; i < row.length; i++) {
      row[i] -= factor * other[i];
    }
  }

  private static void scale(double[] row, double factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] *= factor;
    }
  }
}
