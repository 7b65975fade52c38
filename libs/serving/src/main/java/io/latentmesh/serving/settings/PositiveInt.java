package io.latentmesh.serving.settings;

import org.eclipse.microprofile.config.spi.Converter;

/** A whole number of at least 1. */
public final class PositiveInt implements Converter<Integer> {
  @Override
  public Integer convert(String text) {
    return Numbers.between(1, Integer.MAX_VALUE, text);
  }
}
