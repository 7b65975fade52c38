package io.latentmesh.serving.tracing;

import io.grpc.Metadata;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/** Headers of a call as OpenTelemetry reads and writes them. */
final class TraceHeaders {
  static final TextMapGetter<Metadata> GETTER = TraceHeaders::get;
  static final TextMapSetter<Metadata> SETTER = TraceHeaders::put;

  private TraceHeaders() {}

  private static @Nullable String get(@Nullable Metadata headers, String name) {
    return headers == null ? null : headers.get(key(name));
  }

  private static void put(@Nullable Metadata headers, String name, String value) {
    if (headers != null) {
      headers.discardAll(key(name));
      headers.put(key(name), value);
    }
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
