package io.latentmesh.e2e;

import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsContainers.class)
class ContainersContractIT extends ContractKit {
  @Override
  MeshUnderTest start() {
    return ContainerMesh.start(Duration.ofSeconds(30));
  }
}
