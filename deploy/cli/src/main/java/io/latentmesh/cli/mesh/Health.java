package io.latentmesh.cli.mesh;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;

/** What a server says of its own health, or that it says nothing. */
public final class Health {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private Health() {}

  /** {@code SERVING}, {@code NOT_SERVING}, or the status code of the failed call. */
  public static String of(String address) {
    ManagedChannel channel =
        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
    try {
      return HealthGrpc.newBlockingStub(channel)
          .withDeadlineAfter(PATIENCE)
          .check(HealthCheckRequest.getDefaultInstance())
          .getStatus()
          .name();
    } catch (StatusRuntimeException failure) {
      return failure.getStatus().getCode().name();
    } finally {
      channel.shutdownNow();
    }
  }
}
