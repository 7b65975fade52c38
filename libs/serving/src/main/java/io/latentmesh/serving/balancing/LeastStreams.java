package io.latentmesh.serving.balancing;

import static io.grpc.ConnectivityState.CONNECTING;
import static io.grpc.ConnectivityState.READY;
import static io.grpc.ConnectivityState.TRANSIENT_FAILURE;

import io.grpc.ConnectivityState;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.Status;
import io.grpc.SynchronizationContext.ScheduledHandle;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends each call to the ready replica that serves the fewest streams of this channel. Every
 * address of the target is a replica of its own and is kept connected. Confined to the channel's
 * synchronization context.
 */
final class LeastStreams extends LoadBalancer {
  private final Helper helper;
  private final RandomGenerator random;
  private final Replicas replicas;
  private final Map<SocketAddress, ReplicaConnection> connections = new LinkedHashMap<>();
  private List<StreamCount> published = List.of();
  private @Nullable ScheduledHandle refresh; // Null until the first addresses arrive.

  /**
   * @param random breaks ties and spreads reconnects; thread-safe
   */
  LeastStreams(Helper helper, RandomGenerator random) {
    this.helper = helper;
    this.random = random;
    this.replicas = Replicas.of(helper.getNameResolverArgs());
  }

  @Override
  public Status acceptResolvedAddresses(ResolvedAddresses resolved) {
    Set<SocketAddress> addresses = addresses(resolved);
    if (addresses.isEmpty()) {
      Status none = Status.UNAVAILABLE.withDescription("The target has no addresses");
      handleNameResolutionError(none);
      return none;
    }
    removeAllBut(addresses);
    HealthProbe.HealthCheck check = healthCheck(resolved);
    List<ReplicaConnection> added = new ArrayList<>();
    for (SocketAddress address : addresses) {
      connections.computeIfAbsent(address, a -> connect(a, check, added));
    }
    added.forEach(ReplicaConnection::start);
    scheduleRefresh();
    publish();
    return Status.OK;
  }

  /** Known replicas stay in use: a name service that fails must not take the mesh with it. */
  @Override
  public void handleNameResolutionError(Status error) {
    if (connections.isEmpty()) {
      update(TRANSIENT_FAILURE, PickResult.withError(error), List.of());
    }
  }

  @Override
  public void shutdown() {
    if (refresh != null) {
      refresh.cancel();
    }
    connections.values().forEach(ReplicaConnection::close);
    connections.clear();
    replicas.publish(List.of());
  }

  private ReplicaConnection connect(
      SocketAddress address,
      HealthProbe.@Nullable HealthCheck check,
      List<ReplicaConnection> added) {
    var policy = new ReplicaConnection.Policy(helper, random);
    var connection = new ReplicaConnection(address, policy, check, this::publish);
    added.add(connection);
    return connection;
  }

  private void removeAllBut(Set<SocketAddress> addresses) {
    Set<SocketAddress> gone = new LinkedHashSet<>(connections.keySet());
    gone.removeAll(addresses);
    for (SocketAddress address : gone) {
      ReplicaConnection connection = connections.remove(address);
      if (connection != null) {
        connection.close();
      }
    }
  }

  /** DNS resolvers look again only when a connection breaks: a replica more would go unseen. */
  private void scheduleRefresh() {
    if (refresh == null) {
      Duration interval = replicas.options().resolveEvery();
      refresh =
          helper
              .getSynchronizationContext()
              .scheduleWithFixedDelay(
                  helper::refreshNameResolution,
                  interval,
                  interval,
                  helper.getScheduledExecutorService());
    }
  }

  private void publish() {
    Collection<ReplicaConnection> all = connections.values();
    List<ReplicaConnection> ready = all.stream().filter(c -> c.state() == READY).toList();
    if (!ready.isEmpty()) {
      update(READY, PickResult.withNoResult(), ready);
      return;
    }
    if (all.stream().anyMatch(c -> c.state() == CONNECTING)) {
      update(CONNECTING, PickResult.withNoResult(), ready);
      return;
    }
    update(TRANSIENT_FAILURE, PickResult.withError(failure(all)), ready);
  }

  private void update(
      ConnectivityState state, PickResult otherwise, List<ReplicaConnection> ready) {
    var candidates =
        ready.stream()
            .map(c -> new LeastStreamsPicker.Candidate(c.streams(), c.placement()))
            .toList();
    helper.updateBalancingState(state, new LeastStreamsPicker(candidates, otherwise, random));
    List<StreamCount> now = ready.stream().map(ReplicaConnection::streams).toList();
    if (!now.equals(published)) {
      published = now;
      replicas.publish(now);
    }
  }

  private static Status failure(Collection<ReplicaConnection> all) {
    Status first = all.iterator().next().failure();
    return Status.UNAVAILABLE
        .withDescription("None of " + all.size() + " replicas is ready: " + first.getDescription())
        .withCause(first.getCause());
  }

  /** The standard {@code healthCheckConfig} of the service config; null = none there. */
  private HealthProbe.@Nullable HealthCheck healthCheck(ResolvedAddresses resolved) {
    Map<String, ?> config = resolved.getAttributes().get(ATTR_HEALTH_CHECKING_CONFIG);
    return config != null && config.get("serviceName") instanceof String service
        ? new HealthProbe.HealthCheck(service, replicas.options())
        : null;
  }

  private static Set<SocketAddress> addresses(ResolvedAddresses resolved) {
    Set<SocketAddress> all = new LinkedHashSet<>();
    for (EquivalentAddressGroup group : resolved.getAddresses()) {
      all.addAll(group.getAddresses());
    }
    return all;
  }
}
