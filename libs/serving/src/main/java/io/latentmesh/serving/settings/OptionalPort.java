package io.latentmesh.serving.settings;

import org.eclipse.microprofile.config.spi.Converter;

/** A TCP port; 0 lets the system choose a free one, -1 means none at all. */
public final class OptionalPort implements Converter<Integer> {
  @Override
  public Integer convert(String text) {
    return Numbers.between(-1, 65_535, text);
  }
}
