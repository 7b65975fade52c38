package io.latentmesh.orchestrator.peer;

import io.grpc.Channel;
import io.latentmesh.orchestrator.failover.Failover;

/**
 * The denoiser tier as its streams need it.
 *
 * @param failover of this channel's replicas
 * @param wireType of latents, hidden states and predictions
 */
public record GrpcDenoiserPeer(Channel channel, Failover failover, WireType wireType) {}
