package io.latentmesh.orchestrator;

import io.latentmesh.orchestrator.failover.Failover;
import io.latentmesh.orchestrator.failover.FailoverMeters;
import io.latentmesh.orchestrator.failover.Surroundings;
import io.latentmesh.orchestrator.generation.ImageGeneration;
import io.latentmesh.orchestrator.peer.GrpcDenoiserClient;
import io.latentmesh.orchestrator.peer.GrpcDenoiserPeer;
import io.latentmesh.orchestrator.peer.GrpcReplicaView;
import io.latentmesh.orchestrator.peer.GrpcTextEncoderClient;
import io.latentmesh.orchestrator.peer.GrpcVaeClient;
import io.latentmesh.orchestrator.stage.EvaluationListener;
import io.latentmesh.orchestrator.stage.Stage;
import io.latentmesh.serving.Metrics;
import io.latentmesh.serving.Peer;

/** The stages behind their channels, each with a failover of its own. */
final class PeerStages {
  private PeerStages() {}

  static ImageGeneration.Stages of(
      PeerChannels peers,
      OrchestratorSettings.Peers settings,
      EvaluationListener evaluations,
      Metrics metrics) {
    Failover textEncoder =
        failover(Stage.TEXT_ENCODER, peers.textEncoder(), settings.textEncoder(), metrics);
    Failover unet = failover(Stage.UNET, peers.unet(), settings.unet(), metrics);
    Failover vae = failover(Stage.VAE, peers.vae(), settings.vae(), metrics);
    return new ImageGeneration.Stages(
        new GrpcTextEncoderClient(peers.textEncoder().channel(), textEncoder),
        new GrpcDenoiserClient(
            new GrpcDenoiserPeer(
                peers.unet().channel(), unet, settings.unet().wireType(), evaluations)),
        new GrpcVaeClient(peers.vae().channel(), vae));
  }

  private static Failover failover(
      Stage stage, Peer peer, OrchestratorSettings.StagePeer settings, Metrics metrics) {
    return new Failover(
        settings.failover().toLimits(),
        GrpcReplicaView.of(peer),
        Surroundings.system(),
        new FailoverMeters(metrics.registry(), stage.label()));
  }
}
