package io.latentmesh.serving.balancing;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ChannelLogger;
import io.grpc.ClientStreamTracer;
import io.grpc.ConnectivityState;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.CreateSubchannelArgs;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.ResolvedAddresses;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.NameResolver;
import io.grpc.SynchronizationContext;
import io.grpc.health.v1.HealthGrpc;
import io.latentmesh.serving.fakes.FakeClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A channel around one policy: its subchannels, its clock, and what it was told. */
final class FakeHelper extends LoadBalancer.Helper {
  static final BalancingOptions OPTIONS = BalancingOptions.DEFAULTS;

  private final SynchronizationContext context =
      new SynchronizationContext((_, error) -> {
        throw new AssertionError(error);
      });
  private final FakeClock clock = new FakeClock();
  private final Replicas replicas = new Replicas(OPTIONS);
  private final Map<SocketAddress, FakeSubchannel> subchannels = new LinkedHashMap<>();
  private final LeastStreams policy;
  private @Nullable ConnectivityState state;
  private @Nullable SubchannelPicker picker;
  private int refreshes;

  FakeHelper() {
    policy = new LeastStreams(this, new Random(7));
  }

  static SocketAddress address(int number) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), number);
  }

  /** Addresses of that many replicas, health not checked. */
  void resolve(int... numbers) {
    accept(Attributes.EMPTY, numbers);
  }

  /** The same, with health checks. */
  void resolveChecked(int... numbers) {
    Map<String, ?> config = Map.of("serviceName", "");
    accept(
        Attributes.newBuilder().set(LoadBalancer.ATTR_HEALTH_CHECKING_CONFIG, config).build(),
        numbers);
  }

  private void accept(Attributes attributes, int... numbers) {
    List<EquivalentAddressGroup> groups =
        IntStream.of(numbers).mapToObj(n -> new EquivalentAddressGroup(address(n))).toList();
    context.execute(() ->
        policy.acceptResolvedAddresses(
            ResolvedAddresses.newBuilder().setAddresses(groups).setAttributes(attributes).build()));
  }

  LeastStreams policy() {
    return policy;
  }

  FakeClock clock() {
    return clock;
  }

  Replicas replicas() {
    return replicas;
  }

  FakeSubchannel subchannel(int number) {
    return Objects.requireNonNull(subchannels.get(address(number)));
  }

  @Nullable ConnectivityState state() {
    return state;
  }

  int refreshes() {
    return refreshes;
  }

  List<SocketAddress> ready() {
    return replicas.ready().stream().map(Replicas.Replica::address).toList();
  }

  PickResult pick(CallOptions options) {
    return Objects.requireNonNull(picker).pickSubchannel(new Call(options));
  }

  /** Picks and begins a stream there; closing its tracer ends it. */
  Stream place(CallOptions options) {
    PickResult result = pick(options);
    ClientStreamTracer.Factory streams = Objects.requireNonNull(result.getStreamTracerFactory());
    Subchannel picked = Objects.requireNonNull(result.getSubchannel());
    return new Stream(
        picked.getAllAddresses().getFirst().getAddresses().getFirst(),
        streams.newClientStreamTracer(
            ClientStreamTracer.StreamInfo.newBuilder().setCallOptions(options).build(),
            new Metadata()));
  }

  record Stream(SocketAddress address, ClientStreamTracer tracer) {}

  @Override
  public Subchannel createSubchannel(CreateSubchannelArgs args) {
    FakeSubchannel created = new FakeSubchannel(args.getAddresses());
    subchannels.put(args.getAddresses().getFirst().getAddresses().getFirst(), created);
    return created;
  }

  @Override
  public void updateBalancingState(ConnectivityState now, SubchannelPicker newPicker) {
    state = now;
    picker = newPicker;
  }

  @Override
  public void refreshNameResolution() {
    refreshes++;
  }

  @Override
  public SynchronizationContext getSynchronizationContext() {
    return context;
  }

  @Override
  public ScheduledExecutorService getScheduledExecutorService() {
    return clock;
  }

  @Override
  public NameResolver.Args getNameResolverArgs() {
    return NameResolver.Args.newBuilder()
        .setDefaultPort(1)
        .setProxyDetector(_ -> null)
        .setSynchronizationContext(context)
        .setServiceConfigParser(new NoServiceConfig())
        .setArg(Replicas.ARGUMENT, replicas)
        .build();
  }

  @Override
  public ChannelLogger getChannelLogger() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ManagedChannel createOobChannel(EquivalentAddressGroup group, String authority) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getAuthority() {
    return "fake";
  }

  private static final class NoServiceConfig extends NameResolver.ServiceConfigParser {
    @Override
    public NameResolver.ConfigOrError parseServiceConfig(Map<String, ?> raw) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Call extends PickSubchannelArgs {
    private final CallOptions options;

    Call(CallOptions options) {
      this.options = options;
    }

    @Override
    public CallOptions getCallOptions() {
      return options;
    }

    @Override
    public Metadata getHeaders() {
      return new Metadata();
    }

    @Override
    public MethodDescriptor<?, ?> getMethodDescriptor() {
      return HealthGrpc.getCheckMethod();
    }
  }
}
