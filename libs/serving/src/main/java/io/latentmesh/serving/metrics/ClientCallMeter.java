package io.latentmesh.serving.metrics;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** Measures the calls made through a channel. */
public final class ClientCallMeter implements ClientInterceptor {
  private final MetersByMethod meters;

  public ClientCallMeter(MeterRegistry registry) {
    this.meters = new MetersByMethod(registry, RpcMeters.Side.CLIENT);
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return new MeteredCall<>(next.newCall(method, options), meters.of(method));
  }

  private static final class MeteredCall<ReqT, RespT>
      extends SimpleForwardingClientCall<ReqT, RespT> {
    private final RpcMeters method;

    MeteredCall(ClientCall<ReqT, RespT> call, RpcMeters method) {
      super(call);
      this.method = method;
    }

    @Override
    public void start(Listener<RespT> listener, Metadata headers) {
      method.began();
      super.start(new MeteredListener<>(listener, method), headers);
    }

    @Override
    public void sendMessage(ReqT message) {
      super.sendMessage(message);
      method.sent();
    }
  }

  private static final class MeteredListener<RespT>
      extends SimpleForwardingClientCallListener<RespT> {
    private final RpcMeters method;
    private final long begin = System.nanoTime();

    MeteredListener(ClientCall.Listener<RespT> listener, RpcMeters method) {
      super(listener);
      this.method = method;
    }

    @Override
    public void onMessage(RespT message) {
      method.received();
      super.onMessage(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      method.ended(status.getCode(), Duration.ofNanos(System.nanoTime() - begin));
      super.onClose(status, trailers);
    }
  }
}
