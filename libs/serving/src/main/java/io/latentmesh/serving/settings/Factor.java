package io.latentmesh.serving.settings;

import org.eclipse.microprofile.config.spi.Converter;

/** A number above 0 and at most 1000, such as {@code 1.5}. */
public final class Factor implements Converter<Double> {
  @Override
  public Double convert(String text) {
    return Numbers.within(value -> value > 0 && value <= 1000, "above 0, at most 1000", text);
  }
}
