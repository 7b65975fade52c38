package io.latentmesh.serving.balancing;

import static io.grpc.ConnectivityState.CONNECTING;
import static io.grpc.ConnectivityState.READY;
import static io.grpc.ConnectivityState.TRANSIENT_FAILURE;

import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.CreateSubchannelArgs;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.Status;
import io.grpc.SynchronizationContext.ScheduledHandle;
import java.net.SocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One replica as the policy sees it: its subchannel, always connected or on the way to be, its
 * health, and its streams. Confined to the channel's synchronization context, except for what its
 * {@link #placement} counts.
 */
final class ReplicaConnection {
  /*
   * A replica that has failed stays TRANSIENT_FAILURE until it is READY, whatever it tries
   * meanwhile: so a channel whose replicas are all gone fails calls at once instead of holding them
   * during each attempt.
   *
   * Reconnecting is ours (DISABLE_SUBCHANNEL_RECONNECT_KEY, as pick_first has it): the
   * subchannel's own backoff cannot be configured and grows to two minutes.
   */
  private final Helper helper;
  private final Runnable onChange;
  private final ReconnectBackoff backoff;
  private final StreamCount streams;
  private final Subchannel subchannel;
  private final PickResult placement;
  private final @Nullable HealthProbe probe; // Null = health is not checked.
  private ConnectivityState state = CONNECTING;
  private Status failure = Status.OK;
  private @Nullable ScheduledHandle reconnect; // Null while none is due.

  /**
   * @param check null = health is not checked
   * @param onChange called after a change of state
   */
  ReplicaConnection(
      SocketAddress address,
      Policy policy,
      HealthProbe.@Nullable HealthCheck check,
      Runnable onChange) {
    helper = policy.helper();
    backoff = new ReconnectBackoff(policy.random());
    this.onChange = onChange;
    streams = new StreamCount(address);
    subchannel =
        helper.createSubchannel(
            CreateSubchannelArgs.newBuilder()
                .setAddresses(new EquivalentAddressGroup(address))
                .addOption(LoadBalancer.DISABLE_SUBCHANNEL_RECONNECT_KEY, true)
                .build());
    placement = PickResult.withSubchannel(subchannel, streams);
    probe = check == null ? null : probe(check);
  }

  /** What the connections of a channel share. */
  record Policy(Helper helper, RandomGenerator random) {}

  private HealthProbe probe(HealthProbe.HealthCheck check) {
    return new HealthProbe(helper, subchannel, check, this::healthIs);
  }

  void start() {
    subchannel.start(this::connectionIs);
    subchannel.requestConnection();
  }

  /** No new calls; those that run end in their own time. */
  void close() {
    stop();
    subchannel.shutdown();
  }

  /** READY, CONNECTING or TRANSIENT_FAILURE. */
  ConnectivityState state() {
    return state;
  }

  /** Why it failed, with its address; OK unless it has. */
  Status failure() {
    return failure;
  }

  StreamCount streams() {
    return streams;
  }

  /** What picking this replica looks like. */
  PickResult placement() {
    return placement;
  }

  private void connectionIs(ConnectivityStateInfo now) {
    switch (now.getState()) {
      case READY -> connected();
      case IDLE -> lost();
      case TRANSIENT_FAILURE -> failed(now.getStatus());
      case CONNECTING, SHUTDOWN -> {}
    }
  }

  private void connected() {
    if (probe == null) {
      healthIs(Status.OK);
      return;
    }
    probe.ask();
  }

  /**
   * The other end said goodbye, as it does when it drains or when the connection is old. One that
   * says so before it has served is not asked again at once.
   */
  private void lost() {
    stop();
    helper.refreshNameResolution();
    if (state != READY) {
      reconnectLater();
      return;
    }
    become(CONNECTING);
    subchannel.requestConnection();
  }

  private void failed(Status status) {
    stop();
    helper.refreshNameResolution();
    reconnectLater();
    fail(status);
  }

  private void reconnectLater() {
    reconnect =
        helper
            .getSynchronizationContext()
            .schedule(
                subchannel::requestConnection,
                backoff.next(),
                helper.getScheduledExecutorService());
  }

  private void healthIs(Status health) {
    if (!health.isOk()) {
      fail(health);
      return;
    }
    backoff.reset();
    failure = Status.OK;
    become(READY);
  }

  /** A new reason is told although the state stays: calls fail with it. */
  private void fail(Status status) {
    String reason = streams.address() + ": " + status.getDescription();
    if (state == TRANSIENT_FAILURE && reason.equals(failure.getDescription())) {
      return;
    }
    failure = Status.UNAVAILABLE.withDescription(reason).withCause(status.getCause());
    state = TRANSIENT_FAILURE;
    onChange.run();
  }

  private void become(ConnectivityState next) {
    if (state != next) {
      state = next;
      onChange.run();
    }
  }

  private void stop() {
    if (probe != null) {
      probe.stop();
    }
    if (reconnect != null) {
      reconnect.cancel();
      reconnect = null;
    }
  }
}
