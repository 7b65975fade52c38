package io.latentmesh.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Width and height of a picture in pixels, written {@code WxH}. */
record ImageSize(int width, int height) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})x(\\d{1,6})");

  /** Reads {@code WxH}. */
  static final class Converter implements ITypeConverter<ImageSize> {
    @Override
    public ImageSize convert(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new TypeConversionException(
            "must be WIDTHxHEIGHT in pixels, such as 512x512, was '" + text + "'");
      }
      return new ImageSize(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }
  }
}
