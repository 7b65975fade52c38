/**
 * Which replica a call goes to: gRPC's load balancing framework with one policy of our own, {@code
 * least_streams}, and what it knows about the replicas of a channel. Refuses to know what the calls
 * mean, and which of them may be repeated.
 */
@NullMarked
package io.latentmesh.serving.balancing;

import org.jspecify.annotations.NullMarked;
