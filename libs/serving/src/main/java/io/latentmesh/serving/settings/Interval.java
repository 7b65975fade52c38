package io.latentmesh.serving.settings;

import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** A duration like {@link TimeSpan}'s, but longer than zero. */
public final class Interval implements Converter<Duration> {
  private final TimeSpan any = new TimeSpan();

  @Override
  public Duration convert(String text) {
    Duration duration = any.convert(text);
    if (duration.isZero()) {
      throw new IllegalArgumentException("must be longer than zero");
    }
    return duration;
  }
}
