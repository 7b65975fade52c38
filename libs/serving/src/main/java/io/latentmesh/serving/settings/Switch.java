package io.latentmesh.serving.settings;

import org.eclipse.microprofile.config.spi.Converter;

/** On or off. Unlike MicroProfile's own converter, for which every misspelt true is a false. */
public final class Switch implements Converter<Boolean> {
  @Override
  public Boolean convert(String text) {
    return switch (text.trim()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }
}
