package io.latentmesh.orchestrator.faults;

import io.latentmesh.orchestrator.stage.ComponentIdentity;
import io.latentmesh.v1.ModelIdentity;

/** Identities as messages. */
final class StubIdentity {
  private StubIdentity() {}

  static ModelIdentity message(ComponentIdentity identity) {
    return ModelIdentity.newBuilder()
        .setName(identity.name())
        .setArchitecture(identity.architecture())
        .setSha256(identity.sha256())
        .setParameters(identity.parameters())
        .setProvider(identity.provider())
        .setStoredDataType(identity.storedDataType())
        .build();
  }
}
