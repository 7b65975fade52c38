package io.latentmesh.serving.settings;

import org.eclipse.microprofile.config.spi.Converter;

/** A TCP port; 0 lets the system choose a free one. */
public final class Port implements Converter<Integer> {
  @Override
  public Integer convert(String text) {
    return Numbers.between(0, 65_535, text);
  }
}
