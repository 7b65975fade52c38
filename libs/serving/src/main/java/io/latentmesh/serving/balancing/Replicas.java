package io.latentmesh.serving.balancing;

import io.grpc.CallOptions;
import io.grpc.ManagedChannelBuilder;
import io.grpc.NameResolver;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel's replicas: what the balancer knows, and how a call says which one it wants.
 * Thread-safe.
 *
 * <p>Only the policy {@value #POLICY} fills it and obeys the call options. Under any other ({@code
 * round_robin}, {@code pick_first}, or one that {@code xds} chose) {@link #ready} stays empty and
 * {@link #avoiding}, {@link #pinned} and {@link #reporting} do nothing.
 */
public final class Replicas {
  /** Name of the policy, as in {@code loadBalancingConfig}. */
  public static final String POLICY = "least_streams";

  static final CallOptions.Key<Set<SocketAddress>> AVOIDED =
      CallOptions.Key.createWithDefault("latentmesh-avoided", Set.of());
  static final CallOptions.Key<@Nullable SocketAddress> PINNED =
      CallOptions.Key.create("latentmesh-pinned");
  static final CallOptions.Key<@Nullable Consumer<SocketAddress>> REPORTED =
      CallOptions.Key.create("latentmesh-reported");

  static final NameResolver.Args.Key<Replicas> ARGUMENT =
      NameResolver.Args.Key.create("latentmesh-replicas");
  private static final Logger log = LoggerFactory.getLogger(Replicas.class);

  private final BalancingOptions options;
  private final List<Registration> registrations = new CopyOnWriteArrayList<>();
  private volatile List<StreamCount> ready = List.of(); // Written on the sync context only.

  /** Of a channel to be built: {@link #attachTo} its builder. */
  public Replicas(BalancingOptions options) {
    this.options = options;
  }

  /** A replica that takes calls, with the number of this channel's streams that it serves now. */
  public record Replica(SocketAddress address, int activeStreams) {}

  /**
   * Makes the channel's policy report here and its calls be counted exactly. To be called once, for
   * one builder.
   */
  public void attachTo(ManagedChannelBuilder<?> channel) {
    channel.setNameResolverArg(ARGUMENT, this).intercept(new AttemptsInterceptor());
  }

  /** Replicas that are connected and, where health is checked, SERVING; in no particular order. */
  public List<Replica> ready() {
    return ready.stream().map(StreamCount::replica).toList();
  }

  /** This call goes to one of {@code addresses} only if no other replica is ready. */
  public static CallOptions avoiding(CallOptions options, Set<SocketAddress> addresses) {
    return options.withOption(AVOIDED, Set.copyOf(addresses));
  }

  /**
   * This call goes to {@code address}, or fails at once with UNAVAILABLE if that is not ready, wait
   * for ready or not.
   */
  public static CallOptions pinned(CallOptions options, SocketAddress address) {
    return options.withOption(PINNED, address);
  }

  /**
   * {@code placed} is told where the call goes, once for every attempt and before it is sent. A
   * call's own attributes name its replica only when the answer has begun. Called on any thread;
   * must not block.
   */
  public static CallOptions reporting(CallOptions options, Consumer<SocketAddress> placed) {
    return options.withOption(REPORTED, placed);
  }

  /**
   * Calls {@code listener} after each change of the set of ready replicas. It runs on the channel's
   * synchronization context: it must not block and sees {@link #ready} as of the change or newer.
   */
  public Subscription onChange(Runnable listener) {
    var registration = new Registration(listener);
    registrations.add(registration);
    return () -> registrations.remove(registration);
  }

  /** The replicas that the channel of a policy reports to; unattached ones if it has none. */
  static Replicas of(NameResolver.Args arguments) {
    Replicas attached = arguments.getArg(ARGUMENT);
    return attached == null ? new Replicas(BalancingOptions.DEFAULTS) : attached;
  }

  BalancingOptions options() {
    return options;
  }

  /** The ready ones from now on. Called on the channel's synchronization context. */
  void publish(List<StreamCount> now) {
    ready = List.copyOf(now);
    registrations.forEach(Registration::tell);
  }

  /** Compared by identity: a listener registered twice has two subscriptions. */
  private static final class Registration {
    private final Runnable listener;

    Registration(Runnable listener) {
      this.listener = listener;
    }

    /** An exception on the synchronization context would end the whole channel. */
    void tell() {
      try {
        listener.run();
      } catch (RuntimeException e) {
        log.error("event=replica_listener_failed", e);
      }
    }
  }
}
