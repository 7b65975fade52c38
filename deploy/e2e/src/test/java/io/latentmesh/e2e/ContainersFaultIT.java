package io.latentmesh.e2e;

import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsContainers.class)
class ContainersFaultIT extends FaultKit {
  @Override
  MeshUnderTest start(Duration drainTimeout) {
    return ContainerMesh.start(drainTimeout);
  }
}
