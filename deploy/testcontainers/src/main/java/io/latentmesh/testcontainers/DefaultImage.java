package io.latentmesh.testcontainers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.testcontainers.utility.DockerImageName;

/** The image of this module's own version, as Maven has written it into a resource. */
final class DefaultImage {
  static final String REPOSITORY = "latentmesh/standalone";

  private static final String RESOURCE = "image.properties";

  private DefaultImage() {}

  static DockerImageName name() {
    var properties = new Properties();
    try (var resource = DefaultImage.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + ": not in this module's jar");
      }
      properties.load(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
    return DockerImageName.parse(properties.getProperty("image"));
  }
}
