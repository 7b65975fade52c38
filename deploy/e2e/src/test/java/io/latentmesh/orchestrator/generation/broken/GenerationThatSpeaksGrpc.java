package io.latentmesh.orchestrator.generation.broken;

import io.grpc.Status;

/** Breaks a boundary on purpose. */
public interface GenerationThatSpeaksGrpc {
  Status status();
}
