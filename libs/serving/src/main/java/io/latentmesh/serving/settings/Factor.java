package io.latentmesh.serving.settings;

import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** A number above 0 and at most 1000, such as {@code 1.5}. */
public final class Factor implements Converter<Double> {
  private static final double MOST = 1000;

  @Override
  public Double convert(String text) {
    double value = parse(text);
    if (!(value > 0 && value <= MOST)) {
      throw malformed(null);
    }
    return value;
  }

  private static double parse(String text) {
    try {
      return Double.parseDouble(text.trim());
    } catch (NumberFormatException e) {
      throw malformed(e);
    }
  }

  /** The cause is null when the text is a number. */
  private static IllegalArgumentException malformed(@Nullable Throwable cause) {
    return new IllegalArgumentException("must be a number above 0, at most 1000", cause);
  }
}
