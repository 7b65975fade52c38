package io.latentmesh.serving.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Counts what the collector took and what it did not. */
final class CountedExport implements SpanExporter {
  private final SpanExporter exporter;
  private final TraceMeters meters;

  CountedExport(SpanExporter exporter, TraceMeters meters) {
    this.exporter = exporter;
    this.meters = meters;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size(); // now: the collection is used again before the answer comes
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> count(result, count));
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }

  private void count(CompletableResultCode result, int spans) {
    if (result.isSuccess()) {
      meters.exported(spans);
    } else {
      meters.failed(spans);
    }
  }
}
