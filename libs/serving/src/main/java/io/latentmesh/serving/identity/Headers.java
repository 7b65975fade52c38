package io.latentmesh.serving.identity;

import io.grpc.Metadata;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Ids as headers of a call. */
final class Headers {
  private static final Metadata.Key<String> TRACE_PARENT = key("traceparent");
  private static final Metadata.Key<String> REQUEST_ID = key("latentmesh-request-id");
  private static final Metadata.Key<String> JOB_ID = key("latentmesh-job-id");

  private Headers() {}

  /** What a caller sent; a trace of its own where it sent none that can be read. */
  static CallIds read(Metadata headers, LongSupplier random) {
    TraceParent trace =
        TraceParent.parse(text(headers, TRACE_PARENT)).orElseGet(() -> TraceParent.begin(random));
    return new CallIds(trace, text(headers, REQUEST_ID), text(headers, JOB_ID));
  }

  /** Tells the next process. */
  static void write(CallIds ids, Metadata headers, LongSupplier random) {
    put(headers, TRACE_PARENT, ids.trace().child(random).header());
    put(headers, REQUEST_ID, ids.requestId());
    put(headers, JOB_ID, ids.jobId());
  }

  private static void put(Metadata headers, Metadata.Key<String> key, String value) {
    headers.discardAll(key);
    if (!value.isEmpty()) {
      headers.put(key, value);
    }
  }

  private static String text(Metadata headers, Metadata.Key<String> key) {
    return Objects.requireNonNullElse(headers.get(key), "");
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
