package io.latentmesh.serving;

import io.grpc.ManagedChannel;
import io.latentmesh.serving.tracing.Tracing.Place;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import java.util.HashMap;
import java.util.Map;

/** A process with traces, and a channel to it. */
final class Traced implements AutoCloseable {
  private final Observation observation;
  private final GrpcProcess process;
  private final ManagedChannel channel;

  /**
   * @param tracing settings by their names behind {@code latentmesh.tracing.}
   * @param work what a call does
   */
  Traced(Place place, Map<String, String> tracing, Runnable work) {
    Map<String, String> settings = new HashMap<>(Map.of("server.metrics-port", "-1"));
    tracing.forEach((name, value) -> settings.put("tracing." + name, value));
    ExampleSettings all = ExampleSettings.with(settings);
    observation = Observation.begin(place.name(), place, all.tracing());
    process = GrpcProcess.builder("test", all.server(), observation).service(encoder(work)).start();
    channel =
        Peers.channel(Loopback.UPSTREAM, Loopback.peer(process.port()), observation).channel();
  }

  void call() {
    var _ =
        TextEncoderServiceGrpc.newBlockingStub(channel).encode(EncodeRequest.getDefaultInstance());
  }

  ManagedChannel channel() {
    return channel;
  }

  /** Of the process's page. */
  double counted(String series, String reason) {
    return observation.metrics().registry().get(series).tag("reason", reason).counter().count();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    process.close();
    observation.close();
  }

  private static StubEncoder encoder(Runnable work) {
    return new StubEncoder(request -> {
      work.run();
      return EncodeResponse.getDefaultInstance();
    });
  }
}
