package io.latentmesh.serving.settings;

import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** A number from 0 to 1, such as {@code 0.05}. */
public final class Share implements Converter<Double> {
  @Override
  public Double convert(String text) {
    double value = parse(text);
    if (!(value >= 0 && value <= 1)) {
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
    return new IllegalArgumentException("must be a number from 0 to 1", cause);
  }
}
