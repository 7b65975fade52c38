package io.latentmesh.serving.metrics;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Measures the calls a server answers and reports each one's end. Outermost interceptor, so that it
 * sees the status that the client gets.
 */
public final class ServerCallMeter implements ServerInterceptor {
  private final MetersByMethod meters;
  private final Consumer<EndedCall> onEnd;

  /**
   * @param onEnd told of every ended call on the thread that ended it; must not block
   */
  public ServerCallMeter(MeterRegistry registry, Consumer<EndedCall> onEnd) {
    this.meters = new MetersByMethod(registry, RpcMeters.Side.SERVER);
    this.onEnd = onEnd;
  }

  /** Begins the series of a service at zero, before its first call. */
  public void register(ServerServiceDefinition service) {
    service.getServiceDescriptor().getMethods().forEach(meters::of);
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    RpcMeters method = meters.of(call.getMethodDescriptor());
    method.began();
    MeteredCall<ReqT, RespT> metered = new MeteredCall<>(call, method);
    return new MeteredListener<>(next.startCall(metered, headers), metered);
  }

  private final class MeteredCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
    private final RpcMeters method;
    private final long begin = System.nanoTime();
    private volatile Status status = Status.UNKNOWN;

    MeteredCall(ServerCall<ReqT, RespT> call, RpcMeters method) {
      super(call);
      this.method = method;
    }

    @Override
    public void sendMessage(RespT message) {
      super.sendMessage(message);
      method.sent();
    }

    @Override
    public void close(Status closing, Metadata trailers) {
      status = closing;
      super.close(closing, trailers);
    }

    void ended(Status end) {
      Duration taken = Duration.ofNanos(System.nanoTime() - begin);
      method.ended(end.getCode(), taken);
      onEnd.accept(new EndedCall(getMethodDescriptor().getFullMethodName(), end, taken));
    }
  }

  private static final class MeteredListener<ReqT>
      extends SimpleForwardingServerCallListener<ReqT> {
    private final MeteredCall<ReqT, ?> call;

    MeteredListener(ServerCall.Listener<ReqT> listener, MeteredCall<ReqT, ?> call) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onMessage(ReqT message) {
      call.method.received();
      super.onMessage(message);
    }

    @Override
    public void onComplete() {
      call.ended(call.status);
      super.onComplete();
    }

    @Override
    public void onCancel() {
      call.ended(cancellation());
      super.onCancel();
    }

    /** gRPC reports an expired deadline and a client that went away alike. */
    private static Status cancellation() {
      Deadline deadline = Context.current().getDeadline();
      return deadline != null && deadline.isExpired() ? Status.DEADLINE_EXCEEDED : Status.CANCELLED;
    }
  }
}
