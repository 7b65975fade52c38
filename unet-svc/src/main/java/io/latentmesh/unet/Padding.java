package io.latentmesh.unet;

import java.util.NavigableSet;

/**
 * How many rows to run for so many, where the first run of a new number is dear: on CUDA it
 * searches convolution algorithms, for seconds.
 */
final class Padding {
  /* Design. The classic choice between renting and buying: padding up to a number that is warm
   * wastes a little each time, a search costs much once. Pad until the waste adds up to a search,
   * then run the number itself, which is warm from then on. Whatever comes, that costs at most
   * twice as much as knowing the future would have. */

  private Padding() {}

  /**
   * Rows to run in place of {@code rows}: as many, or more.
   *
   * @param warm numbers of rows of this kind that ran before
   * @param wastedNanos time lost so far to padding this very number
   * @param searchNanos what the first run of a number takes more than the next ones
   */
  static int rows(int rows, NavigableSet<Integer> warm, long wastedNanos, long searchNanos) {
    if (warm.contains(rows)) {
      return rows;
    }
    Integer larger = warm.ceiling(rows);
    if (larger == null) {
      return nextPowerOfTwo(rows); // a number that others can be padded to
    }
    boolean pays = larger <= 2 * rows && wastedNanos < searchNanos;
    return pays ? larger : rows;
  }

  private static int nextPowerOfTwo(int rows) {
    return rows == 1 ? 1 : Integer.highestOneBit(rows - 1) * 2;
  }
}
