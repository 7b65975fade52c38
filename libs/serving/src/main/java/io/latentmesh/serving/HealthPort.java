package io.latentmesh.serving;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** Health checks in plaintext, on a port of their own: nothing else is served there. */
final class HealthPort implements AutoCloseable {
  private static final int MAX_CALLS = 100;
  private static final int MAX_REQUEST_BYTES = 1024;

  private final Server server;

  private HealthPort(Server server) {
    this.server = server;
  }

  /**
   * @throws UncheckedIOException if the port is taken
   */
  static HealthPort start(ServerSettings settings, BindableService health) {
    try {
      return new HealthPort(build(settings, health).start());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "server.health-port: cannot listen on " + settings.host() + ":" + settings.healthPort(),
          e);
    }
  }

  private static Server build(ServerSettings settings, BindableService health) {
    return NettyServerBuilder.forAddress(
            new InetSocketAddress(settings.host(), settings.healthPort()),
            InsecureServerCredentials.create())
        .directExecutor() // Its handlers only look up.
        .addService(health)
        .maxInboundMessageSize(MAX_REQUEST_BYTES)
        .maxInboundMetadataSize(settings.maxMetadataBytes())
        .maxConcurrentCallsPerConnection(MAX_CALLS)
        .maxRstFramesPerWindow(settings.maxResetsPerTenSeconds(), 10)
        .handshakeTimeout(settings.handshakeTimeout().toNanos(), NANOSECONDS)
        .permitKeepAliveTime(Keepalive.PERMITTED.toNanos(), NANOSECONDS)
        .permitKeepAliveWithoutCalls(true)
        .build();
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
