package io.latentmesh.serving;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Channels to other processes. Whoever makes one shuts it down.
 *
 * <p>A call inherits deadline and cancellation from the gRPC context of the thread that makes it:
 * inside a handler that is the incoming call's. A thread of one's own must carry the context over
 * ({@code Context.current().wrap(runnable)}), or cancellation silently ends there.
 *
 * <p>Nothing is retried except what gRPC can prove never reached a handler. Retries of UNAVAILABLE
 * on idempotent methods belong into a service config here ({@code defaultServiceConfig}).
 */
public final class Peers {
  private Peers() {}

  /** A channel for unary calls. Asynchronous callbacks run on virtual threads and may block. */
  public static ManagedChannel channel(PeerSettings settings, Metrics metrics) {
    return build(settings, metrics, Executors.newVirtualThreadPerTaskExecutor());
  }

  /**
   * A channel for long streams of small messages: callbacks run on the transport's thread, which
   * saves a thread change per message (measured: 1.8 times the calls per second at 32 KiB), and
   * must not block.
   */
  public static ManagedChannel streamingChannel(PeerSettings settings, Metrics metrics) {
    return build(settings, metrics, Runnable::run);
  }

  private static ManagedChannel build(PeerSettings settings, Metrics metrics, Executor callbacks) {
    return NettyChannelBuilder.forTarget(settings.target())
        .usePlaintext()
        .executor(callbacks)
        .defaultLoadBalancingPolicy(settings.loadBalancing())
        .disableServiceConfigLookUp()
        .keepAliveTime(Keepalive.PING_AFTER.toNanos(), NANOSECONDS)
        .keepAliveTimeout(Keepalive.ANSWER_WITHIN.toNanos(), NANOSECONDS)
        .keepAliveWithoutCalls(true)
        .maxInboundMessageSize(settings.maxMessageBytes())
        .maxInboundMetadataSize(settings.maxMetadataBytes())
        .intercept(metrics.clientCalls())
        .build();
  }
}
