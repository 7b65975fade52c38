package io.latentmesh.networks.broken;

import io.grpc.Status;

/** Breaks a boundary on purpose. */
public interface NetworkThatSpeaksGrpc {
  Status status();
}
