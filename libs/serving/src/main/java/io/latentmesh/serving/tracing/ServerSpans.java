package io.latentmesh.serving.tracing;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;

/**
 * A span for each call that a server answers, under the caller's where its headers name one. What
 * comes after it finds the span in the headers, as the caller's, so that log lines have its trace.
 * Outermost interceptor. Health, reflection and channelz have no spans.
 */
final class ServerSpans implements ServerInterceptor {
  private static final String TOOLS = "grpc.";

  private final Tracer tracer;

  ServerSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    MethodDescriptor<ReqT, RespT> method = call.getMethodDescriptor();
    if (method.getFullMethodName().startsWith(TOOLS)) {
      return next.startCall(call, headers);
    }
    Span span = begin(method, headers);
    if (!span.isRecording()) {
      return next.startCall(call, headers);
    }
    RpcSpan.describe(span, method);
    var active = new ActiveSpan(tracer, span);
    active.write(headers);
    var traced = new TracedCall<>(call, span);
    return new TracedListener<>(
        Contexts.interceptCall(active.inContext(), traced, headers, next), traced);
  }

  private Span begin(MethodDescriptor<?, ?> method, Metadata headers) {
    var caller =
        W3CTraceContextPropagator.getInstance()
            .extract(io.opentelemetry.context.Context.root(), headers, TraceHeaders.GETTER);
    return tracer
        .spanBuilder(method.getFullMethodName())
        .setParent(caller)
        .setSpanKind(SpanKind.SERVER)
        .startSpan();
  }

  private static final class TracedCall<ReqT, RespT>
      extends SimpleForwardingServerCall<ReqT, RespT> {
    private final Span span;
    private volatile Status.Code code = Status.Code.UNKNOWN;

    TracedCall(ServerCall<ReqT, RespT> call, Span span) {
      super(call);
      this.span = span;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      code = status.getCode();
      super.close(status, trailers);
    }
  }

  private static final class TracedListener<ReqT> extends SimpleForwardingServerCallListener<ReqT> {
    private final TracedCall<ReqT, ?> call;

    TracedListener(ServerCall.Listener<ReqT> listener, TracedCall<ReqT, ?> call) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onComplete() {
      RpcSpan.endServer(call.span, call.code);
      super.onComplete();
    }

    @Override
    public void onCancel() {
      RpcSpan.endServer(call.span, cancellation());
      super.onCancel();
    }

    /** gRPC reports an expired deadline and a client that went away alike. */
    private static Status.Code cancellation() {
      Deadline deadline = Context.current().getDeadline();
      return deadline != null && deadline.isExpired()
          ? Status.Code.DEADLINE_EXCEEDED
          : Status.Code.CANCELLED;
    }
  }
}
