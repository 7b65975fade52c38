package io.latentmesh.serving.settings;

/** Reads whole numbers and refuses those out of range. */
final class Numbers {
  private Numbers() {}

  static int between(int least, int most, String text) {
    long value = parse(text, "must be a whole number from " + least + " to " + most);
    if (value < least || value > most) {
      throw new IllegalArgumentException("must be from " + least + " to " + most);
    }
    return (int) value;
  }

  private static long parse(String text, String bound) {
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(bound, e);
    }
  }
}
