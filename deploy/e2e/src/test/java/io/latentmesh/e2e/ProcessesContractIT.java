package io.latentmesh.e2e;

import java.io.IOException;
import java.time.Duration;

class ProcessesContractIT extends ContractKit {
  @Override
  MeshUnderTest start() throws IOException {
    return ProcessMesh.start(Duration.ofSeconds(30));
  }
}
