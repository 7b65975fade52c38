package io.latentmesh.serving.settings;

import org.eclipse.microprofile.config.spi.Converter;

/** A number from 0 to 1, such as {@code 0.05}. */
public final class Share implements Converter<Double> {
  @Override
  public Double convert(String text) {
    return Numbers.within(value -> value >= 0 && value <= 1, "from 0 to 1", text);
  }
}
