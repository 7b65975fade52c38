package io.latentmesh.serving.addresses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StaticAddressesTest {
  @Test
  void roundRobin_overTwoAddresses_reachesBoth() throws IOException {
    Server healthy = server(ServingStatus.SERVING);
    Server unhealthy = server(ServingStatus.NOT_SERVING);
    ManagedChannel channel =
        channel("static:///127.0.0.1:" + healthy.getPort() + ",127.0.0.1:" + unhealthy.getPort());
    try {
      Set<ServingStatus> seen = new HashSet<>();
      while (seen.size() < 2) {
        seen.add(
            HealthGrpc.newBlockingStub(channel)
                .withWaitForReady()
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus());
      }
      assertThat(seen).containsExactlyInAnyOrder(ServingStatus.SERVING, ServingStatus.NOT_SERVING);
    } finally {
      channel.shutdownNow();
      healthy.shutdownNow();
      unhealthy.shutdownNow();
    }
  }

  @Test
  void addressWithoutPort_isRefusedByName() {
    assertThatThrownBy(() -> channel("static:///127.0.0.1").getState(true))
        .hasMessageContaining("'127.0.0.1'");
  }

  private static Server server(ServingStatus status) throws IOException {
    var health = new HealthStatusManager();
    health.setStatus("", status);
    return Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
        .addService(health.getHealthService())
        .build()
        .start();
  }

  private static ManagedChannel channel(String target) {
    return Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
        .defaultLoadBalancingPolicy("round_robin")
        .build();
  }
}
