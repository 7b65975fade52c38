package io.latentmesh.e2e;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;

class ContainersContractIT extends ContractKit {
  @BeforeAll
  static void assumeContainers() {
    Containers.assumeThere();
  }

  @Override
  MeshUnderTest start() {
    return ContainerMesh.start(Duration.ofSeconds(30));
  }
}
