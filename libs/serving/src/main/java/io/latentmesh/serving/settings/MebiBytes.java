package io.latentmesh.serving.settings;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a memory budget: MiB, 1 to 2^40; 0 for no bound, which is {@link Long#MAX_VALUE} bytes. */
public final class MebiBytes implements Converter<Long> {
  private static final long MAX = 1L << 40;

  @Override
  public Long convert(String value) {
    try {
      long mebi = Long.parseLong(value.strip());
      if (mebi >= 0 && mebi <= MAX) {
        return mebi == 0 ? Long.MAX_VALUE : mebi << 20;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new IllegalArgumentException(
        "must be a number of MiB from 0 to %d, was \"%s\"".formatted(MAX, value));
  }
}
