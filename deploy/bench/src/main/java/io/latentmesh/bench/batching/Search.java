package io.latentmesh.bench.batching;

import java.util.function.DoublePredicate;

/** Bisection. */
final class Search {
  private static final int HALVINGS = 8;

  private Search() {}

  /** The highest value below {@code limit} that holds, taken that all below it hold too. */
  static double highest(double limit, DoublePredicate holds) {
    double low = 0;
    double high = limit;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (holds.test(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
