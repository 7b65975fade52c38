package io.latentmesh.serving.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Hands finished spans on while there is room for them, and counts those that found none. The SDK's
 * own queue has a bound as well, but counts through a metrics API that is not ours, and does not
 * count those that are on their way.
 */
final class BoundedSpans implements SpanProcessor {
  private final SpanProcessor next;
  private final TraceMeters meters;
  private final int room;

  BoundedSpans(SpanProcessor next, TraceMeters meters, int room) {
    this.next = next;
    this.meters = meters;
    this.room = room;
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (span.getSpanContext().isSampled() && meters.enter(room)) {
      next.onEnd(span);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode shutdown() {
    return next.shutdown();
  }

  @Override
  public CompletableResultCode forceFlush() {
    return next.forceFlush();
  }
}
