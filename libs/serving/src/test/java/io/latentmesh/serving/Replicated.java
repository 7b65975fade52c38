package io.latentmesh.serving;

import io.grpc.BindableService;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Several processes with one service each, and a channel to them all. */
final class Replicated implements AutoCloseable {
  static final Upstream UPSTREAM =
      new Upstream("test", List.of(TextEncoderServiceGrpc.getEncodeMethod()));

  private final Metrics metrics = Metrics.create("test");
  private final List<GrpcProcess> processes = new ArrayList<>();
  private final List<Peer> peers = new ArrayList<>();

  /** Starts a process that serves; settings of the server without their prefix. */
  GrpcProcess start(List<? extends BindableService> services, Map<String, String> settings) {
    GrpcProcess.Builder builder = build(settings);
    services.forEach(builder::service);
    GrpcProcess process = builder.start();
    processes.add(process);
    process.serving();
    return process;
  }

  GrpcProcess start(BindableService service) {
    return start(List.of(service), Map.of());
  }

  private GrpcProcess.Builder build(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("server.metrics-port", "-1"));
    all.put("server.drain-timeout", "0s");
    settings.forEach((key, value) -> all.put("server." + key, value));
    return GrpcProcess.builder("test", ExampleSettings.with(all).server(), Observation.of(metrics));
  }

  /** A channel to all processes started so far. */
  Peer peer(Map<String, String> settings) {
    return peer(UPSTREAM, target(), settings);
  }

  Peer peer(Upstream upstream, String target, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("unet.target", target));
    all.put("unet.plaintext", String.valueOf(!settings.containsKey("tls.ca")));
    settings.forEach((key, value) -> all.put("unet." + key, value));
    Peer peer = Peers.channel(upstream, ExampleSettings.with(all).unet(), Observation.of(metrics));
    peers.add(peer);
    return peer;
  }

  String target() {
    return processes.stream()
        .map(process -> "127.0.0.1:" + process.port())
        .collect(Collectors.joining(",", "static:///", ""));
  }

  Metrics metrics() {
    return metrics;
  }

  @Override
  public void close() {
    peers.forEach(peer -> peer.channel().shutdownNow());
    processes.forEach(GrpcProcess::close);
    metrics.close();
  }
}
