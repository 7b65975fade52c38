package io.latentmesh.serving.tracing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.trace.SpanKind;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A span for each call that recorded work makes, told to the called process as its parent. Must see
 * a call's headers after whoever else writes {@code traceparent}. Calls outside of recorded work,
 * such as looks at a peer's health, have none.
 */
final class ClientSpans implements ClientInterceptor {
  private final String upstream;

  /**
   * @param upstream what is called, one of few
   */
  ClientSpans(String upstream) {
    this.upstream = upstream;
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    Optional<ActiveSpan> parent = ActiveSpan.current();
    ClientCall<ReqT, RespT> call = next.newCall(method, options);
    return parent.isEmpty() ? call : new TracedCall<>(call, method, parent.get());
  }

  private final class TracedCall<ReqT, RespT> extends SimpleForwardingClientCall<ReqT, RespT> {
    private final MethodDescriptor<ReqT, RespT> method;
    private final ActiveSpan parent;

    TracedCall(
        ClientCall<ReqT, RespT> call, MethodDescriptor<ReqT, RespT> method, ActiveSpan parent) {
      super(call);
      this.method = method;
      this.parent = parent;
    }

    /** The span begins here and not with the call, which may never start. */
    @Override
    public void start(Listener<RespT> listener, Metadata headers) {
      ActiveSpan active = parent.child(method.getFullMethodName(), SpanKind.CLIENT);
      RpcSpan.describe(active.span(), method);
      active.note("peer.service", upstream);
      active.write(headers);
      super.start(new TracedListener<>(listener, delegate(), active), headers);
    }
  }

  private static final class TracedListener<RespT>
      extends SimpleForwardingClientCallListener<RespT> {
    private final ClientCall<?, ?> call;
    private final ActiveSpan active;

    TracedListener(ClientCall.Listener<RespT> listener, ClientCall<?, ?> call, ActiveSpan active) {
      super(listener);
      this.call = call;
      this.active = active;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      noteReplica();
      RpcSpan.endClient(active.span(), status.getCode());
      super.onClose(status, trailers);
    }

    /** Which of the replicas it was; unknown where the call never got to one. */
    private void noteReplica() {
      var address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      if (address instanceof InetSocketAddress replica) {
        active.note("network.peer.address", replica.getAddress().getHostAddress());
        active.note("network.peer.port", replica.getPort());
      }
    }
  }
}
