package io.latentmesh.orchestrator.picture;

import io.latentmesh.orchestrator.stage.RgbImage;

/**
 * PNG's filters: each row is stored as differences from its neighbours, which deflate packs better.
 *
 * <p>Per row the filter with the smallest sum of absolute differences wins (the heuristic that the
 * PNG specification recommends, section 12.8), the lower number on a tie. {@code Average} is left
 * out: it seldom wins over {@code Paeth}.
 */
enum RowFilter {
  NONE(0) {
    @Override
    int predict(int left, int up, int upLeft) {
      return 0;
    }
  },
  SUB(1) {
    @Override
    int predict(int left, int up, int upLeft) {
      return left;
    }
  },
  UP(2) {
    @Override
    int predict(int left, int up, int upLeft) {
      return up;
    }
  },
  PAETH(4) {
    @Override
    int predict(int left, int up, int upLeft) {
      int estimate = left + up - upLeft;
      int toLeft = Math.abs(estimate - left);
      int toUp = Math.abs(estimate - up);
      int toUpLeft = Math.abs(estimate - upLeft);
      if (toLeft <= toUp && toLeft <= toUpLeft) {
        return left;
      }
      return toUp <= toUpLeft ? up : upLeft;
    }
  };

  private static final int BYTES_PER_PIXEL = 3;

  private final byte number;

  RowFilter(int number) {
    this.number = (byte) number;
  }

  /** What the filter expects a byte to be, from the bytes of the neighbouring pixels (0 to 255). */
  abstract int predict(int left, int up, int upLeft);

  /** The rows of {@code image}, each after the number of its filter. */
  static byte[] filter(RgbImage image) {
    int rowBytes = BYTES_PER_PIXEL * image.width();
    byte[] filtered = new byte[(rowBytes + 1) * image.height()];
    // One pixel of zeros before each row stands for what lies left of the picture.
    byte[] above = new byte[BYTES_PER_PIXEL + rowBytes];
    byte[] row = new byte[BYTES_PER_PIXEL + rowBytes];
    for (int y = 0; y < image.height(); y++) {
      image.copyRow(y, row, BYTES_PER_PIXEL);
      byte[] best = best(row, above);
      System.arraycopy(best, 0, filtered, y * (rowBytes + 1), best.length);
      byte[] spare = above;
      above = row;
      row = spare;
    }
    return filtered;
  }

  private static byte[] best(byte[] row, byte[] above) {
    byte[] best = NONE.apply(row, above);
    long bestCost = cost(best);
    for (RowFilter filter : new RowFilter[] {SUB, UP, PAETH}) {
      byte[] candidate = filter.apply(row, above);
      long cost = cost(candidate);
      if (cost < bestCost) {
        best = candidate;
        bestCost = cost;
      }
    }
    return best;
  }

  private byte[] apply(byte[] row, byte[] above) {
    byte[] result = new byte[row.length - BYTES_PER_PIXEL + 1];
    result[0] = number;
    for (int i = BYTES_PER_PIXEL; i < row.length; i++) {
      int left = Byte.toUnsignedInt(row[i - BYTES_PER_PIXEL]);
      int up = Byte.toUnsignedInt(above[i]);
      int upLeft = Byte.toUnsignedInt(above[i - BYTES_PER_PIXEL]);
      result[i - BYTES_PER_PIXEL + 1] = (byte) (row[i] - predict(left, up, upLeft));
    }
    return result;
  }

  private static long cost(byte[] filtered) {
    long sum = 0;
    for (int i = 1; i < filtered.length; i++) {
      sum += Math.abs(filtered[i]);
    }
    return sum;
  }
}
