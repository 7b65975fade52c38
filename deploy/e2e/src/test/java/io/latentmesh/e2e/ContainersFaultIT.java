package io.latentmesh.e2e;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;

class ContainersFaultIT extends FaultKit {
  @BeforeAll
  static void assumeContainers() {
    Containers.assumeThere();
  }

  @Override
  MeshUnderTest start(Duration drainTimeout) {
    return ContainerMesh.start(drainTimeout);
  }
}
