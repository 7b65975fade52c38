package io.latentmesh.bench.step;

import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.latentmesh.bench.Pause;
import io.latentmesh.bench.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * An echo now and then, on a machine that sleeps in between: what gRPC alone takes for a step's
 * bytes at a step's pace, when caches and processors have gone cold.
 */
public final class PacedEcho {
  private static final int WARM_UP = 5000;

  private PacedEcho() {}

  /**
   * Both ends in this process, over the loopback interface, with direct executors.
   *
   * @return microseconds of each round trip
   */
  public static Sample run(Echo.Sizes sizes, Duration pause, int count) throws IOException {
    Server server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                InsecureServerCredentials.create())
            .directExecutor()
            .addService(Echo.service(sizes, Runnable::run))
            .build()
            .start();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
            .usePlaintext()
            .directExecutor()
            .build();
    try (EchoStream echo = new EchoStream(channel, Echo.STREAM, sizes)) {
      measure(echo, Duration.ZERO, WARM_UP);
      return measure(echo, pause, count);
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }
  }

  private static Sample measure(EchoStream echo, Duration pause, int count) {
    var micros = new Sample();
    for (int trip = 0; trip < count; trip++) {
      Pause.until(System.nanoTime() + pause.toNanos());
      long begun = System.nanoTime();
      echo.run();
      micros.add((System.nanoTime() - begun) / 1e3);
    }
    return micros;
  }
}
