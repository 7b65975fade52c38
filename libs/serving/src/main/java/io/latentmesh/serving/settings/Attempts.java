package io.latentmesh.serving.settings;

import org.eclipse.microprofile.config.spi.Converter;

/** A number of attempts: gRPC makes no more than 5. */
public final class Attempts implements Converter<Integer> {
  private static final int MOST = 5;

  @Override
  public Integer convert(String text) {
    return Numbers.between(1, MOST, text);
  }
}
