package io.latentmesh.serving.settings;

import org.eclipse.microprofile.config.spi.Converter;

/** A whole number of at least 0. */
public final class NonNegativeInt implements Converter<Integer> {
  @Override
  public Integer convert(String text) {
    return Numbers.between(0, Integer.MAX_VALUE, text);
  }
}
