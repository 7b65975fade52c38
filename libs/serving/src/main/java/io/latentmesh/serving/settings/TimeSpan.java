package io.latentmesh.serving.settings;

import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** A duration of zero or more, written {@code 500ms}, {@code 30s}, {@code 5m} or {@code 1h}. */
public final class TimeSpan implements Converter<Duration> {
  @Override
  public Duration convert(String text) {
    String trimmed = text.trim();
    int unit = 0;
    while (unit < trimmed.length() && Character.isDigit(trimmed.charAt(unit))) {
      unit++;
    }
    if (unit == 0 || unit > 9) {
      throw malformed();
    }
    long amount = Long.parseLong(trimmed, 0, unit, 10);
    return switch (trimmed.substring(unit)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> throw malformed();
    };
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "must be a duration such as 500ms, 30s, 5m or 1h, zero or longer");
  }
}
