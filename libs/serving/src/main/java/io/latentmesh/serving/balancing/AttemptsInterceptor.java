package io.latentmesh.serving.balancing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/** Gives each call its {@link Attempts} and ends them with it. */
final class AttemptsInterceptor implements ClientInterceptor {
  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    Attempts attempts = new Attempts();
    return new SimpleForwardingClientCall<>(
        next.newCall(method, options.withOption(Attempts.KEY, attempts))) {
      @Override
      public void start(Listener<RespT> listener, Metadata headers) {
        super.start(new EndingListener<>(listener, attempts), headers);
      }
    };
  }

  private static final class EndingListener<RespT>
      extends SimpleForwardingClientCallListener<RespT> {
    private final Attempts attempts;

    EndingListener(ClientCall.Listener<RespT> listener, Attempts attempts) {
      super(listener);
      this.attempts = attempts;
    }

    /** Whoever hears that a call has ended finds it in no count any more. */
    @Override
    public void onClose(Status status, Metadata trailers) {
      attempts.end();
      super.onClose(status, trailers);
    }
  }
}
