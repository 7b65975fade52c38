package io.latentmesh.orchestrator;

import io.latentmesh.serving.Observation;
import io.latentmesh.serving.Peer;
import io.latentmesh.serving.Peers;
import io.latentmesh.serving.Upstream;
import io.latentmesh.v1.DenoiserServiceGrpc;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import io.latentmesh.v1.VaeServiceGrpc;
import java.util.List;

/** The channels to the three stages; whoever opened them closes them. */
record PeerChannels(Peer textEncoder, Peer unet, Peer vae) implements AutoCloseable {
  /** Texts and pictures are functions of their requests; so is a step, but its stream is not. */
  private static final Upstream TEXT_ENCODER =
      new Upstream(
          "text-encoder",
          List.of(
              TextEncoderServiceGrpc.getEncodeMethod(),
              TextEncoderServiceGrpc.getTokenizeMethod(),
              TextEncoderServiceGrpc.getGetModelMethod()));

  private static final Upstream UNET =
      new Upstream("unet", List.of(DenoiserServiceGrpc.getGetModelMethod()));

  private static final Upstream VAE =
      new Upstream(
          "vae",
          List.of(
              VaeServiceGrpc.getDecodeMethod(),
              VaeServiceGrpc.getEncodeMethod(),
              VaeServiceGrpc.getGetModelMethod()));

  static PeerChannels open(OrchestratorSettings.Peers settings, Observation observation) {
    return new PeerChannels(
        Peers.channel(TEXT_ENCODER, settings.textEncoder(), observation),
        Peers.streamingChannel(UNET, settings.unet(), observation),
        Peers.channel(VAE, settings.vae(), observation));
  }

  /** How many denoisers share the work; 0 also where the balancing policy does not tell. */
  int readyDenoisers() {
    return unet.replicas().ready().size();
  }

  /** For the policies that have gRPC's own backoff. */
  void resetConnectBackoff() {
    textEncoder.channel().resetConnectBackoff();
    unet.channel().resetConnectBackoff();
    vae.channel().resetConnectBackoff();
  }

  @Override
  public void close() {
    textEncoder.channel().shutdownNow();
    unet.channel().shutdownNow();
    vae.channel().shutdownNow();
  }
}
