package io.latentmesh.orchestrator.peer;

import io.grpc.ManagedChannel;
import io.grpc.NameResolverRegistry;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.inprocess.InProcessSocketAddress;
import io.latentmesh.orchestrator.failover.Failover;
import io.latentmesh.orchestrator.failover.FailoverLimits;
import io.latentmesh.orchestrator.failover.FailoverMeters;
import io.latentmesh.orchestrator.failover.Surroundings;
import io.latentmesh.serving.Peer;
import io.latentmesh.serving.balancing.BalancingOptions;
import io.latentmesh.serving.balancing.Replicas;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The replicas of one tier as servers of this JVM, behind one channel with the product's own
 * balancer. Replicas can be stopped and started again under their addresses.
 */
public final class InProcessTier {
  private static final Duration PROBE_EVERY = Duration.ofMillis(100);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

  static {
    NameResolverRegistry.getDefaultRegistry().register(new TierAddresses());
  }

  private final IntFunction<Replica> replicas;
  private final List<String> names = new ArrayList<>();
  private final List<Server> servers = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Peer peer;

  /**
   * Starts all replicas and connects to them.
   *
   * @param callbacks where answers arrive
   * @param replicas each of them, by number
   */
  public InProcessTier(int size, Executor callbacks, IntFunction<Replica> replicas) {
    this.replicas = replicas;
    for (int i = 0; i < size; i++) {
      names.add(InProcessServerBuilder.generateName());
      servers.add(started(i));
    }
    var known = new Replicas(new BalancingOptions(PROBE_EVERY, PROBE_EVERY, PROBE_TIMEOUT));
    var builder =
        InProcessChannelBuilder.forTarget(TierAddresses.SCHEME + ":///" + String.join(",", names))
            .executor(callbacks)
            .intercept(new EndingServerGuard())
            .defaultLoadBalancingPolicy(Replicas.POLICY)
            .disableServiceConfigLookUp()
            .defaultServiceConfig(Map.of("healthCheckConfig", Map.of("serviceName", "")));
    known.attachTo(builder);
    peer = new Peer(builder.build(), known);
    peer.channel().getState(true);
  }

  /**
   * One server.
   *
   * @param handlers where calls are handled
   */
  public record Replica(List<ServerServiceDefinition> services, Executor handlers) {}

  /** One replica for each service. */
  public static InProcessTier of(ServerServiceDefinition... services) {
    Executor handlers = task -> Thread.ofVirtual().start(task);
    return new InProcessTier(
        services.length, Runnable::run, i -> new Replica(List.of(services[i]), handlers));
  }

  public Peer peer() {
    return peer;
  }

  public ManagedChannel channel() {
    return peer.channel();
  }

  public SimpleMeterRegistry registry() {
    return registry;
  }

  public Failover failover(FailoverLimits limits, String tier) {
    return new Failover(
        limits,
        GrpcReplicaView.of(peer),
        Surroundings.system(),
        new FailoverMeters(registry, tier));
  }

  public SocketAddress address(int replica) {
    return new InProcessSocketAddress(names.get(replica));
  }

  /** Ends the replica and all calls there, as a process that is killed. */
  public synchronized void kill(int replica) {
    servers.get(replica).shutdownNow();
  }

  /** Refuses new calls and lets running ones end, as a process that drains. */
  public synchronized void shutdown(int replica) {
    servers.get(replica).shutdown();
  }

  /** Starts a replica that was killed, or shut down, at the same address. */
  public synchronized void restart(int replica) {
    servers.get(replica).shutdownNow();
    servers.set(replica, started(replica));
  }

  /** Blocks until exactly these replicas are ready. */
  public void awaitReady(int... replicas) throws InterruptedException {
    var expected = IntStream.of(replicas).mapToObj(this::address).collect(Collectors.toSet());
    var view = GrpcReplicaView.of(peer);
    while (true) {
      long seen = view.changes();
      if (view.ready().size() == expected.size() && expected.containsAll(view.ready())) {
        return;
      }
      view.awaitChange(seen, Duration.ofSeconds(20).toNanos());
    }
  }

  public void close() throws InterruptedException {
    peer.channel().shutdownNow();
    for (Server server : List.copyOf(servers)) {
      server.shutdownNow().awaitTermination();
    }
  }

  private Server started(int number) {
    Replica replica = replicas.apply(number);
    var builder = InProcessServerBuilder.forName(names.get(number)).executor(replica.handlers);
    replica.services.forEach(builder::addService);
    try {
      return builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
