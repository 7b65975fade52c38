package io.latentmesh.serving;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.latentmesh.serving.identity.IncomingIds;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** Puts a gRPC server together: limits, threads, interceptors, services. */
final class ServerAssembly {
  private static final int CHANNELZ_PAGE = 100;

  private final ServerSettings settings;
  private final Metrics metrics;
  private final List<ServerInterceptor> spans;
  private final Executor virtualThreads;
  private final ServerTransport transport;

  ServerAssembly(
      ServerSettings settings,
      Observation observation,
      ServerTransport transport,
      Executor virtualThreads) {
    this.settings = settings;
    this.metrics = observation.metrics();
    this.spans = observation.tracing().serverCalls();
    this.transport = transport;
    this.virtualThreads = virtualThreads;
  }

  Server assemble(
      List<ServerServiceDefinition> services,
      List<ServerServiceDefinition> directServices,
      BindableService health) {
    NettyServerBuilder server =
        NettyServerBuilder.forAddress(
            new InetSocketAddress(settings.host(), settings.port()),
            new ConnectionLimit(settings.maxConnections(), metrics.registry())
                .bounded(transport.credentials()));
    limit(server);
    server.directExecutor();
    server.callExecutor(new CallThreads(names(directServices), virtualThreads));
    settings
        .tls()
        .allowedIdentities()
        .ifPresent(allowed -> server.intercept(new AllowedCallers(allowed)));
    server.intercept(new ErrorInterceptor());
    if (settings.profile() == Profile.PRODUCTION) {
      server.intercept(new ReticentErrors());
    }
    server.intercept(metrics.serverCalls());
    server.intercept(new IncomingIds(Randomness::anyLong));
    spans.forEach(server::intercept); // The last one is the outermost.
    services.forEach(service -> add(server, service));
    directServices.forEach(service -> add(server, service));
    server.addService(health);
    addTools(server);
    return server.build();
  }

  private void add(NettyServerBuilder server, ServerServiceDefinition service) {
    server.addService(Decoding.behindInterceptors(service));
    metrics.serverCalls().register(service);
  }

  private void addTools(NettyServerBuilder server) {
    if (settings.reflection()) {
      server.addService(ProtoReflectionServiceV1.newInstance());
    }
    if (settings.channelz()) {
      server.addService(ChannelzService.newInstance(CHANNELZ_PAGE));
    }
  }

  private void limit(NettyServerBuilder server) {
    server
        .maxInboundMessageSize(settings.maxMessageBytes())
        .maxInboundMetadataSize(settings.maxMetadataBytes())
        .maxConcurrentCallsPerConnection(settings.maxConcurrentCallsPerConnection())
        .maxRstFramesPerWindow(settings.maxResetsPerTenSeconds(), 10)
        .handshakeTimeout(settings.handshakeTimeout().toNanos(), NANOSECONDS)
        .keepAliveTime(Keepalive.PING_AFTER.toNanos(), NANOSECONDS)
        .keepAliveTimeout(Keepalive.ANSWER_WITHIN.toNanos(), NANOSECONDS)
        .permitKeepAliveTime(Keepalive.PERMITTED.toNanos(), NANOSECONDS)
        .permitKeepAliveWithoutCalls(true);
    if (settings.maxConnectionAge().isPositive()) {
      server.maxConnectionAge(settings.maxConnectionAge().toNanos(), NANOSECONDS);
    }
    settings
        .maxConnectionAgeGrace()
        .ifPresent(grace -> server.maxConnectionAgeGrace(grace.toNanos(), NANOSECONDS));
  }

  private static Set<String> names(List<ServerServiceDefinition> services) {
    return services.stream()
        .map(service -> service.getServiceDescriptor().getName())
        .collect(Collectors.toSet());
  }
}
