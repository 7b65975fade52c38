package io.latentmesh.serving;

import io.grpc.ManagedChannel;
import io.latentmesh.serving.balancing.Replicas;

/**
 * A channel to one kind of peer, and what is known about its replicas.
 *
 * @param channel to be shut down by whoever asked for it
 * @param replicas empty for ever unless the channel's policy is {@value Replicas#POLICY}
 */
public record Peer(ManagedChannel channel, Replicas replicas) {}
