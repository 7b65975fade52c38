package io.latentmesh.serving.tracing;

import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/** The current span as Prometheus' client asks for it, to name a trace beside a measured value. */
public final class ExemplarSpans implements SpanContext {

  /** Null where nothing is recorded. */
  @Override
  public @Nullable String getCurrentTraceId() {
    return ActiveSpan.current().map(ActiveSpan::traceId).orElse(null);
  }

  /** Null where nothing is recorded. */
  @Override
  public @Nullable String getCurrentSpanId() {
    return ActiveSpan.current().map(ActiveSpan::spanId).orElse(null);
  }

  /** What is not sampled is not here. */
  @Override
  public boolean isCurrentSpanSampled() {
    return ActiveSpan.current().isPresent();
  }

  @Override
  public void markCurrentSpanAsExemplar() {}
}
