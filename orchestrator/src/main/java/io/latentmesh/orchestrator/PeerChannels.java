package io.latentmesh.orchestrator;

import io.grpc.ManagedChannel;
import io.latentmesh.serving.Metrics;
import io.latentmesh.serving.Peers;

/** The channels to the three stages; whoever opened them closes them. */
record PeerChannels(ManagedChannel textEncoder, ManagedChannel unet, ManagedChannel vae)
    implements AutoCloseable {

  static PeerChannels open(OrchestratorSettings.Peers settings, Metrics metrics) {
    return new PeerChannels(
        Peers.channel(settings.textEncoder(), metrics),
        Peers.streamingChannel(settings.unet(), metrics),
        Peers.channel(settings.vae(), metrics));
  }

  /** How many denoisers share the work. */
  int readyDenoisers() {
    return 1; // Until channels know their replicas.
  }

  void resetConnectBackoff() {
    textEncoder.resetConnectBackoff();
    unet.resetConnectBackoff();
    vae.resetConnectBackoff();
  }

  @Override
  public void close() {
    textEncoder.shutdownNow();
    unet.shutdownNow();
    vae.shutdownNow();
  }
}
