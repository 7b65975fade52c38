package io.latentmesh.serving;

import io.latentmesh.serving.metrics.ClientCallMeter;
import io.latentmesh.serving.metrics.JvmMeters;
import io.latentmesh.serving.metrics.PreparedRegistry;
import io.latentmesh.serving.metrics.ProcessMeters;
import io.latentmesh.serving.metrics.ReadTogether;
import io.latentmesh.serving.metrics.Reading;
import io.latentmesh.serving.metrics.ServerCallMeter;
import io.latentmesh.serving.tracing.ExemplarSpans;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The series of one process, with the common label {@code application}. (Not {@code service}: that
 * label is the gRPC service's on every series of a call.) Safe for use by many threads.
 */
public final class Metrics implements AutoCloseable {
  private final PrometheusRegistry page = new PreparedRegistry(this::bindJvm);
  private final PrometheusMeterRegistry registry;
  private final JvmMeters jvm = new JvmMeters();
  private final Map<String, String> commonLabels;
  private final ProcessMeters process;
  private final ClientCallMeter clientCalls;
  private final ServerCallMeter serverCalls;

  /**
   * @param spans for exemplars; null where there are none
   */
  private Metrics(String service, @Nullable SpanContext spans) {
    registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, page, Clock.SYSTEM, spans);
    commonLabels = Map.of("application", service);
    commonLabels.forEach((name, value) -> registry.config().commonTags(name, value));
    process = new ProcessMeters(registry);
    clientCalls = new ClientCallMeter(registry);
    serverCalls = new ServerCallMeter(registry, new RequestLog());
  }

  /**
   * Begins the series of a process.
   *
   * @param service name of the process, for example {@code unet-svc}
   */
  public static Metrics create(String service) {
    return new Metrics(service, null);
  }

  /**
   * The same with exemplars: a page that is asked for in the OpenMetrics format names a recorded
   * trace beside buckets of its histograms.
   */
  static Metrics traced(String service) {
    return new Metrics(service, new ExemplarSpans());
  }

  /** Where a service registers its own series. */
  public MeterRegistry registry() {
    return registry;
  }

  /**
   * Adds series whose values fit together on every page: one call of {@code readings} gives all of
   * them, at every scrape. Always the same series, and none of {@link #registry}.
   */
  public void readTogether(Supplier<List<Reading>> readings) {
    page.register(new ReadTogether(commonLabels, readings));
  }

  /** What the metrics page shows, in Prometheus' text format. Binds the JVM's series at first. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    jvm.close();
    registry.close();
  }

  /** The process is ending. */
  void draining() {
    process.draining();
  }

  ClientCallMeter clientCalls() {
    return clientCalls;
  }

  /** One for all servers of the process, so that a method served twice has one set of series. */
  ServerCallMeter serverCalls() {
    return serverCalls;
  }

  /** The registry behind a metrics page. */
  PrometheusRegistry page() {
    return page;
  }

  private void bindJvm() {
    jvm.bindTo(registry);
  }
}
