package io.latentmesh.orchestrator.peer;

import io.grpc.Channel;
import io.latentmesh.orchestrator.failover.Failover;
import io.latentmesh.orchestrator.stage.EvaluationListener;

/**
 * The denoiser tier as its streams need it.
 *
 * @param failover of this channel's replicas
 * @param wireType of latents, hidden states and predictions
 * @param evaluations told of each that was answered, on the image's thread
 */
public record GrpcDenoiserPeer(
    Channel channel, Failover failover, WireType wireType, EvaluationListener evaluations) {}
