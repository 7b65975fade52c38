package io.latentmesh.serving.tracing;

import io.grpc.ManagedChannel;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * OpenTelemetry's SDK, put together by hand: no globals, no environment variables, no service
 * loading, no metrics of its own.
 */
final class SpanPipeline {
  /** Held, because java.util.logging forgets the level of a logger that nobody holds. */
  private static final Logger SDK_LOG = Logger.getLogger("io.opentelemetry");

  private static final Duration SEND_EVERY = Duration.ofSeconds(1);

  /** With a hundred events in each, still below the 4 MiB that collectors accept. */
  private static final int MOST_AT_ONCE = 256;

  /** The SDK's 128 are fewer than the steps of a request may be. */
  private static final int MOST_EVENTS = 1024;

  private SpanPipeline() {}

  /**
   * Begins to send what its tracers record.
   *
   * @param process its name, such as {@code unet-svc}
   * @param channel shut down with the provider
   */
  static SdkTracerProvider open(
      String process, TracingSettings settings, Parts parts, ManagedChannel channel) {
    SDK_LOG.setLevel(Level.OFF); // ChannelSender says in our own log what there is to say.
    var batches =
        BatchSpanProcessor.builder(new CountedExport(exporter(settings, channel), parts.meters()))
            .setMaxQueueSize(Math.max(settings.maxQueued(), MOST_AT_ONCE))
            .setMaxExportBatchSize(MOST_AT_ONCE)
            .setScheduleDelay(SEND_EVERY)
            .setMeterProvider(MeterProvider::noop)
            .build();
    return SdkTracerProvider.builder()
        .setResource(resource(process))
        .setSampler(Sampler.parentBased(parts.roots()))
        .setSpanLimits(SpanLimits.builder().setMaxNumberOfEvents(MOST_EVENTS).build())
        .addSpanProcessor(new BoundedSpans(batches, parts.meters(), settings.maxQueued()))
        .setMeterProvider(MeterProvider::noop)
        .build();
  }

  /**
   * What a pipeline needs of its process.
   *
   * @param roots decides about traces that begin here
   */
  record Parts(TraceMeters meters, Sampler roots) {}

  private static SpanExporter exporter(TracingSettings settings, ManagedChannel channel) {
    return OtlpGrpcSpanExporter.builder()
        .setEndpoint(settings.endpoint().orElseThrow().toString())
        .setComponentLoader(only(channel))
        .setMeterProvider(MeterProvider::noop)
        .build();
  }

  private static ComponentLoader only(ManagedChannel channel) {
    GrpcSenderProvider senders = config -> new ChannelSender(channel, config.getFullMethodName());
    return new ComponentLoader() {
      @Override
      public <T> Iterable<T> load(Class<T> kind) {
        return kind.isInstance(senders) ? List.of(kind.cast(senders)) : List.of();
      }
    };
  }

  private static Resource resource(String process) {
    return Resource.getDefault()
        .merge(
            Resource.create(
                Attributes.of(
                    AttributeKey.stringKey("service.namespace"),
                    "latentmesh",
                    AttributeKey.stringKey("service.name"),
                    process)));
  }
}
