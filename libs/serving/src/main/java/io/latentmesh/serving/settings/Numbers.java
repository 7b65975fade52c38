package io.latentmesh.serving.settings;

import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/** Reads numbers and refuses those out of range. */
final class Numbers {
  private Numbers() {}

  static int between(int least, int most, String text) {
    long value = parse(text, "must be a whole number from " + least + " to " + most);
    if (value < least || value > most) {
      throw new IllegalArgumentException("must be from " + least + " to " + most);
    }
    return (int) value;
  }

  /**
   * A number that need not be whole.
   *
   * @param range in words, for example {@code from 0 to 1}
   */
  static double within(DoublePredicate bounds, String range, String text) {
    double value;
    try {
      value = Double.parseDouble(text.trim());
    } catch (NumberFormatException e) {
      throw outside(range, e);
    }
    if (!bounds.test(value)) {
      throw outside(range, null);
    }
    return value;
  }

  private static long parse(String text, String bound) {
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(bound, e);
    }
  }

  /** The cause is null when the text is a number. */
  private static IllegalArgumentException outside(String range, @Nullable Throwable cause) {
    return new IllegalArgumentException("must be a number " + range, cause);
  }
}
