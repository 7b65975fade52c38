package io.latentmesh.orchestrator;

import io.latentmesh.orchestrator.model.ModelWatcher;
import io.latentmesh.serving.GrpcProcess;

/** What the stages' answers mean for the process: healthy while all of them answer. */
record HealthReport(GrpcProcess process, PeerChannels peers) implements ModelWatcher.Listener {

  @Override
  public void available() {
    process.serving();
  }

  @Override
  public void unavailable() {
    process.notServing();
  }

  /** gRPC waits up to two minutes between attempts to connect: too long for a mesh that starts. */
  @Override
  public void absent() {
    peers.resetConnectBackoff();
  }
}
