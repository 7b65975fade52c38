package io.latentmesh.testcontainers;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * Waits until the gRPC health service of a container says SERVING for the process as a whole. Looks
 * again and again rather than watch: a container that is about to listen refuses connections, and
 * one that has ended never will.
 */
public final class HealthWaitStrategy extends AbstractWaitStrategy {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final int port;

  /**
   * @param port the container's port for calls
   */
  public HealthWaitStrategy(int port) {
    this.port = port;
  }

  @Override
  protected void waitUntilReady() {
    String target = waitStrategyTarget.getHost() + ":" + waitStrategyTarget.getMappedPort(port);
    long deadline = System.nanoTime() + startupTimeout.toNanos();
    while (!serves(target)) {
      if (!waitStrategyTarget.isRunning()) {
        throw new ContainerLaunchException("the container ended before it served");
      }
      if (System.nanoTime() > deadline) {
        throw new ContainerLaunchException("not SERVING within " + startupTimeout);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** By a connection of its own each time: a refused one would make gRPC pause for a second. */
  private static boolean serves(String target) {
    ManagedChannel channel =
        Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build();
    try {
      return HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(ANSWER)
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus()
          == ServingStatus.SERVING;
    } catch (StatusRuntimeException notYet) {
      return false;
    } finally {
      channel.shutdownNow();
    }
  }
}
