package io.latentmesh.bench.step;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.latentmesh.bench.stub.StubModel;
import io.latentmesh.bench.stub.StubReplica;
import io.latentmesh.unet.engine.BatchDenoiser;
import io.latentmesh.unet.engine.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Both servers in a process of their own: the echo, and a denoiser whose network answers at once
 * with the latent itself. Prints their addresses in one line and ends when its input does.
 */
final class StepServers {
  private static final String HOST = "127.0.0.1";

  private StepServers() {}

  public static void main(String[] arguments) throws IOException {
    BatchDenoiser instant = rows -> rows.stream().map(StepServers::latent).toList();
    try (StubReplica replica =
        StubReplica.start(StubModel.stableDiffusion().hosting(instant), Map.of())) {
      ExecutorService other = Executors.newSingleThreadExecutor();
      Server echo =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  InsecureServerCredentials.create())
              .directExecutor()
              .addService(Echo.service(StepStream.SIZES, other))
              .build()
              .start();
      System.out.println(HOST + ":" + echo.getPort() + " " + replica.address());
      awaitEndOfInput();
      echo.shutdownNow();
      other.shutdownNow();
    }
  }

  private static float[] latent(Row row) {
    return row.latent().values();
  }

  private static void awaitEndOfInput() throws IOException {
    int read = System.in.read();
    while (read >= 0) {
      read = System.in.read();
    }
  }
}
