package io.latentmesh.serving;

import io.grpc.ServerCredentials;
import io.grpc.internal.ObjectPool;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many connections a server has at a time, those that have said nothing yet included:
 * one too many is closed as soon as it is accepted, before TLS and before HTTP/2. Safe for use by
 * many threads.
 *
 * <p>gRPC has no setting for this. Its transport filters hear of a connection only when the
 * handshake is done, and cannot close it; what can is the step before the handshake, which comes
 * with the credentials, and which gRPC's own xDS server uses in the same way.
 */
final class ConnectionLimit {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private final Counter refused;

  ConnectionLimit(int most, MeterRegistry registry) {
    this.most = most;
    this.refused =
        Counter.builder("latentmesh.connections.refused")
            .description("Connections closed at once, since there were too many")
            .register(registry);
    Gauge.builder("latentmesh.connections.open", open, AtomicInteger::get)
        .description("Connections to the port for calls")
        .register(registry);
  }

  /** The same credentials for at most so many connections. */
  ServerCredentials bounded(ServerCredentials credentials) {
    InternalProtocolNegotiator.ServerFactory factory =
        InternalNettyServerCredentials.toNegotiator(credentials);
    return InternalNettyServerCredentials.create(
        new InternalProtocolNegotiator.ServerFactory() {
          @Override
          public InternalProtocolNegotiator.ProtocolNegotiator newNegotiator(
              ObjectPool<? extends Executor> offloading) {
            return new Bounded(factory.newNegotiator(offloading));
          }
        });
  }

  private final class Bounded implements InternalProtocolNegotiator.ProtocolNegotiator {
    private final InternalProtocolNegotiator.ProtocolNegotiator handshake;

    Bounded(InternalProtocolNegotiator.ProtocolNegotiator handshake) {
      this.handshake = handshake;
    }

    @Override
    public AsciiString scheme() {
      return handshake.scheme();
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler http2) {
      return new Entrance(handshake.newHandler(http2));
    }

    @Override
    public void close() {
      handshake.close();
    }
  }

  /** Stands where the handshake's handler belongs, and lets it in or closes the connection. */
  private final class Entrance extends ChannelInboundHandlerAdapter {
    private final ChannelHandler handshake;

    Entrance(ChannelHandler handshake) {
      this.handshake = handshake;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext connection) {
      if (open.incrementAndGet() > most) {
        open.decrementAndGet();
        refused.increment();
        var _ = connection.channel().close();
        return;
      }
      var _ = connection.channel().closeFuture().addListener(_ -> open.decrementAndGet());
      connection.pipeline().replace(this, null, handshake);
    }
  }
}
