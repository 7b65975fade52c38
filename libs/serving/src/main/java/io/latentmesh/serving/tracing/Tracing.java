package io.latentmesh.serving.tracing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The traces of one process: off, or sent to a collector on a thread of their own. No call waits
 * for a collector, and none fails by it. Thread-safe.
 */
public final class Tracing implements AutoCloseable {
  /** For what is left when the process ends. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final Optional<Running> running;

  private Tracing(Optional<Running> running) {
    this.running = running;
  }

  /** Who begins traces. */
  public enum Place {
    /** Calls without a trace begin one. */
    EDGE,
    /** Only traces that come in are continued: what peers ask of their own accord is none. */
    INSIDE
  }

  /** Whose traces they are. */
  public record Origin(String process, Place place) {}

  private record Running(SdkTracerProvider spans, ManagedChannel collector) {}

  /** No spans; the series of spans stay at zero. */
  public static Tracing off(MeterRegistry registry) {
    var _ = new TraceMeters(registry);
    return new Tracing(Optional.empty());
  }

  /**
   * Spans for all recorded calls from now on.
   *
   * @param collector shut down when this is closed
   */
  public static Tracing on(
      Origin origin, TracingSettings settings, MeterRegistry registry, ManagedChannel collector) {
    Sampler roots =
        switch (origin.place) {
          case EDGE -> Sampler.traceIdRatioBased(settings.sampleRatio());
          case INSIDE -> Sampler.alwaysOff();
        };
    var parts = new SpanPipeline.Parts(new TraceMeters(registry), roots);
    SdkTracerProvider spans = SpanPipeline.open(origin.process, settings, parts, collector);
    return new Tracing(Optional.of(new Running(spans, collector)));
  }

  /** What a server needs, as the outermost of its interceptors; empty where tracing is off. */
  public List<ServerInterceptor> serverCalls() {
    return running.stream()
        .<ServerInterceptor>map(on -> new ServerSpans(on.spans.get("latentmesh")))
        .toList();
  }

  /**
   * What a channel needs, next to the transport; empty where tracing is off.
   *
   * @param upstream what is called through it
   */
  public List<ClientInterceptor> clientCalls(String upstream) {
    return running.stream().<ClientInterceptor>map(_ -> new ClientSpans(upstream)).toList();
  }

  /** Sends what is left, within a bound. */
  @Override
  public void close() {
    running.ifPresent(on -> {
      on.spans.shutdown().join(LAST_WORDS.toMillis(), MILLISECONDS);
      on.collector.shutdownNow();
    });
  }
}
