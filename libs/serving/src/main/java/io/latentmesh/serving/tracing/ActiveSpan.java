package io.latentmesh.serving.tracing;

import io.grpc.Context;
import io.grpc.Metadata;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the current call is doing, as its trace shows it. It lives in the call's gRPC context, and
 * so on every thread that carries it; there is none outside of calls, with tracing off, and in
 * calls whose trace is not recorded. All of them cost one look into the context.
 *
 * <p>Thread-safe.
 */
public final class ActiveSpan {
  private static final Context.Key<ActiveSpan> KEY = Context.key("latentmesh-span");
  private static final AttributeKey<Long> STEP = AttributeKey.longKey("latentmesh.step");
  private static final AttributeKey<Double> SIGMA = AttributeKey.doubleKey("latentmesh.sigma");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  private final Tracer tracer;
  private final Span span;

  ActiveSpan(Tracer tracer, Span span) {
    this.tracer = tracer;
    this.span = span;
  }

  /** Of the calling thread; empty where nothing is recorded. */
  public static Optional<ActiveSpan> current() {
    return Optional.ofNullable(KEY.get());
  }

  /**
   * Runs work in a span of its own under the current one.
   *
   * @param name one of few
   */
  public static <T> T within(String name, Supplier<T> work) {
    @Nullable ActiveSpan parent = KEY.get();
    return parent == null ? work.get() : parent.child(name, SpanKind.INTERNAL).during(work);
  }

  /** As {@link #within}, for work without a result. */
  public static void run(String name, Runnable work) {
    var _ =
        within(
            name,
            () -> {
              work.run();
              return name;
            });
  }

  /** Says more of the work; never anything that a user wrote. */
  public void note(String attribute, String value) {
    span.setAttribute(attribute, value);
  }

  /** Says more of the work. */
  public void note(String attribute, long value) {
    span.setAttribute(attribute, value);
  }

  /**
   * An evaluation of the denoiser is done.
   *
   * @param number counted from 1
   * @param sigma noise level that it was asked at
   */
  public void step(long number, double sigma) {
    span.addEvent("step", Attributes.of(STEP, number, SIGMA, sigma));
  }

  /** 32 hexadecimal digits. */
  public String traceId() {
    return span.getSpanContext().getTraceId();
  }

  /** 16 hexadecimal digits. */
  public String spanId() {
    return span.getSpanContext().getSpanId();
  }

  ActiveSpan child(String name, SpanKind kind) {
    return new ActiveSpan(
        tracer, tracer.spanBuilder(name).setParent(parent()).setSpanKind(kind).startSpan());
  }

  Span span() {
    return span;
  }

  /** The current gRPC context, with this span in place of whatever is there. */
  Context inContext() {
    return Context.current().withValue(KEY, this);
  }

  /** Tells the next process. */
  void write(Metadata headers) {
    W3CTraceContextPropagator.getInstance().inject(parent(), headers, TraceHeaders.SETTER);
  }

  private <T> T during(Supplier<T> work) {
    Context own = inContext();
    Context previous = own.attach();
    try {
      return work.get();
    } catch (RuntimeException | Error e) { // on its way to whoever handles it
      failed(e);
      throw e;
    } finally {
      own.detach(previous);
      span.end();
    }
  }

  /** Messages of failures stay here: they may quote what a user wrote. */
  private void failed(Throwable failure) {
    String type =
        failure instanceof Reasoned reasoned
            ? reasoned.reason()
            : failure.getClass().getSimpleName();
    span.setStatus(StatusCode.ERROR);
    span.setAttribute(ERROR_TYPE, type);
  }

  private io.opentelemetry.context.Context parent() {
    return io.opentelemetry.context.Context.root().with(span);
  }
}
