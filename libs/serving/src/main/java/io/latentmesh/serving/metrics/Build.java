package io.latentmesh.serving.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * What this process was built from, as Maven wrote it into {@code build.properties}.
 *
 * @param commit of the source, or {@code unknown} when the build was not told
 */
record Build(String version, String commit) {
  static Build current() {
    Properties properties = properties();
    return new Build(value(properties, "version"), value(properties, "commit"));
  }

  private static Properties properties() {
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      var properties = new Properties();
      properties.load(Objects.requireNonNull(in, "build.properties is missing from the build"));
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String value(Properties properties, String key) {
    return Objects.requireNonNull(properties.getProperty(key), key);
  }
}
