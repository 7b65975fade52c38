package io.latentmesh.e2e;

import java.io.IOException;
import java.time.Duration;

class ProcessesFaultIT extends FaultKit {
  @Override
  MeshUnderTest start(Duration drainTimeout) throws IOException {
    return ProcessMesh.start(drainTimeout);
  }
}
