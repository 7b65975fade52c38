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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The replicas of one tier as servers of this JVM, behind one channel with the product's own
 * balancer. Replicas can be stopped and started again under their addresses.
 */
public final class InProcessTier {
  private static final Duration PROBE_EVERY = Duration.ofMillis(100);
  private static final Duration PROBE_TIMEOUT = Duration.ofMillis(200);

  static {
    NameResolverRegistry.getDefaultRegistry().register(new TierAddresses());
  }

  private final IntFunction<List<ServerServiceDefinition>> services;
  private final List<String> names = new ArrayList<>();
  private final List<Server> servers = new ArrayList<>();
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Peer peer;

  /**
   * @param callbacks where answers arrive
   * @param services of each replica, by number
   */
  public InProcessTier(
      int replicas, Executor callbacks, IntFunction<List<ServerServiceDefinition>> services) {
    this.services = services;
    for (int i = 0; i < replicas; i++) {
      names.add(InProcessServerBuilder.generateName());
      servers.add(started(i));
    }
    var known = new Replicas(new BalancingOptions(PROBE_EVERY, PROBE_EVERY, PROBE_TIMEOUT));
    var builder =
        InProcessChannelBuilder.forTarget(TierAddresses.SCHEME + ":///" + String.join(",", names))
            .executor(callbacks)
            .defaultLoadBalancingPolicy(Replicas.POLICY)
            .disableServiceConfigLookUp()
            .defaultServiceConfig(Map.of("healthCheckConfig", Map.of("serviceName", "")));
    known.attachTo(builder);
    peer = new Peer(builder.build(), known);
    peer.channel().getState(true);
  }

  /** A tier of services that are asked one after the other. */
  public static InProcessTier of(ServerServiceDefinition... replicas) {
    return new InProcessTier(replicas.length, Runnable::run, i -> List.of(replicas[i]));
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
    handlers.shutdownNow();
  }

  private Server started(int replica) {
    var builder = InProcessServerBuilder.forName(names.get(replica)).executor(handlers);
    services.apply(replica).forEach(builder::addService);
    try {
      return builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
