package io.latentmesh.bench;

import java.util.Locale;

/**
 * One number that a benchmark is held to.
 *
 * @param what the number, in words, with its unit
 * @param value as measured; not a number means that it could not be measured
 * @param bound which side of {@code limit} is the good one
 */
public record Goal(String what, double value, Bound bound, double limit) {
  /** The good side of a limit; the limit itself is good. */
  public enum Bound {
    AT_MOST("at most"),
    AT_LEAST("at least");

    private final String words;

    Bound(String words) {
      this.words = words;
    }
  }

  public static Goal atMost(String what, double value, double limit) {
    return new Goal(what, value, Bound.AT_MOST, limit);
  }

  public static Goal atLeast(String what, double value, double limit) {
    return new Goal(what, value, Bound.AT_LEAST, limit);
  }

  public boolean reached() {
    return switch (bound) {
      case AT_MOST -> value <= limit;
      case AT_LEAST -> value >= limit;
    };
  }

  /** One line: whether it is reached, and by how much. */
  public String verdict() {
    return "%s: %s: %s (goal: %s %s)"
        .formatted(
            reached() ? "reached" : "NOT REACHED", what, number(value), bound.words, number(limit));
  }

  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.4f" : "%.1f", value);
  }
}
