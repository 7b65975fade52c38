package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.List;

/** Polynomials through given points. */
final class Lagrange {
  private Lagrange() {}

  /**
   * The coefficients, from the constant up, of the polynomial that is 1 at node {@code k} and 0 at
   * every other node. Nodes are distinct.
   */
  static List<Double> basis(List<Double> nodes, int k) {
    List<Double> polynomial = List.of(1.0);
    for (int j = 0; j < nodes.size(); j++) {
      if (j != k) {
        polynomial = timesRoot(polynomial, nodes.get(j), nodes.get(k) - nodes.get(j));
      }
    }
    return polynomial;
  }

  /** {@code polynomial (t - root) / divisor}. */
  private static List<Double> timesRoot(List<Double> polynomial, double root, double divisor) {
    List<Double> product = new ArrayList<>();
    for (int power = 0; power <= polynomial.size(); power++) {
      double lower = power > 0 ? polynomial.get(power - 1) : 0;
      double same = power < polynomial.size() ? polynomial.get(power) : 0;
      product.add((lower - root * same) / divisor);
    }
    return product;
  }
}
