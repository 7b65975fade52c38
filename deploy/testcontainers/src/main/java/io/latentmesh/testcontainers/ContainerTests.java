package io.latentmesh.testcontainers;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.List;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** Whether tests with containers can run here, and what is missing if not. */
public final class ContainerTests {
  private ContainerTests() {}

  /** Why a test with the image of {@link LatentMeshContainer} cannot run; empty if it can. */
  public static Optional<String> obstacle() {
    return obstacle(List.of(DefaultImage.name().asCanonicalNameString()));
  }

  /** Why a test with these images cannot run; empty if it can. Nothing is fetched to find out. */
  public static Optional<String> obstacle(List<String> images) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.of("no Docker engine answers");
    }
    return images.stream()
        .filter(image -> !isThere(image))
        .findFirst()
        .map(image -> "no image " + image + ": build it with deploy/images/build");
  }

  private static boolean isThere(String image) {
    try {
      var _ = DockerClientFactory.instance().client().inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException absent) {
      return false;
    }
  }
}
