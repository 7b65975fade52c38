package io.latentmesh.serving.metrics;

import io.latentmesh.serving.balancing.Replicas;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What a process knows about the replicas behind one of its channels. */
public final class UpstreamMeters {
  private UpstreamMeters() {}

  /**
   * Begins the series of one channel.
   *
   * @param upstream the peer's name, one of few
   */
  public static void register(MeterRegistry registry, String upstream, Replicas replicas) {
    gauge(
        registry,
        Gauge.builder("latentmesh.upstream.ready.endpoints", replicas, UpstreamMeters::ready)
            .description("Replicas that are connected and serving"),
        upstream);
    gauge(
        registry,
        Gauge.builder("latentmesh.upstream.active.streams", replicas, UpstreamMeters::streams)
            .description("Streams that the ready replicas serve for this process"),
        upstream);
  }

  private static void gauge(
      MeterRegistry registry, Gauge.Builder<Replicas> gauge, String upstream) {
    gauge.tag("target", upstream).strongReference(true).register(registry);
  }

  private static double ready(Replicas replicas) {
    return replicas.ready().size();
  }

  private static double streams(Replicas replicas) {
    return replicas.ready().stream().mapToInt(Replicas.Replica::activeStreams).sum();
  }
}
