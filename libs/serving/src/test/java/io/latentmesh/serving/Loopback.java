package io.latentmesh.serving;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A process on a free loopback port and a channel to it. */
final class Loopback implements AutoCloseable {
  static final Upstream UPSTREAM = new Upstream("test", List.of());

  private final Metrics metrics = Metrics.create("test");
  private final GrpcProcess process;
  private final ManagedChannel channel;

  Loopback(Map<String, String> settings, UnaryOperator<GrpcProcess.Builder> services) {
    ServerSettings server = ExampleSettings.with(settings).server();
    process = services.apply(GrpcProcess.builder("test", server, Observation.of(metrics))).start();
    channel = Peers.channel(UPSTREAM, peer(process.port()), Observation.of(metrics)).channel();
  }

  static Loopback of(StubEncoder encoder) {
    return new Loopback(Map.of("server.metrics-port", "-1"), p -> p.service(encoder));
  }

  /** Of a process that may say nothing of its health. */
  static PeerSettings peer(int port) {
    return ExampleSettings.with(
            Map.of("unet.target", "127.0.0.1:" + port, "unet.health.checked", "false"))
        .unet();
  }

  GrpcProcess process() {
    return process;
  }

  ManagedChannel channel() {
    return channel;
  }

  Metrics metrics() {
    return metrics;
  }

  EncodeResponse encode() {
    return TextEncoderServiceGrpc.newBlockingStub(channel)
        .encode(EncodeRequest.getDefaultInstance());
  }

  ServingStatus health(String service) {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    process.close();
    metrics.close();
  }
}
