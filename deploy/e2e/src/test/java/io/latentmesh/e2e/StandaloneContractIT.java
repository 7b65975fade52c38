package io.latentmesh.e2e;

import java.io.IOException;
import java.time.Duration;

class StandaloneContractIT extends ContractKit {
  @Override
  MeshUnderTest start() throws IOException {
    return StandaloneMesh.start(Duration.ofSeconds(30));
  }
}
