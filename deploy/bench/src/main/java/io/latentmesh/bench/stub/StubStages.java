package io.latentmesh.bench.stub;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Text encoder and autoencoder on one port of the loopback interface; healthy from the start. */
final class StubStages implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Server server;

  private StubStages(Server server) {
    this.server = server;
  }

  static StubStages start(StubModel model) {
    ServerBuilder<?> server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                InsecureServerCredentials.create())
            .directExecutor()
            .permitKeepAliveTime(1, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(new StubTextEncoder(model))
            .addService(new StubVae(model))
            .addService(new HealthStatusManager().getHealthService());
    try {
      return new StubStages(server.build().start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  String address() {
    return HOST + ":" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
