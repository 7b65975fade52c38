package io.latentmesh.unet.engine.broken;

import io.grpc.Status;

/** Breaks a boundary on purpose. */
public interface EngineThatSpeaksGrpc {
  Status status();
}
