package io.latentmesh.serving.identity;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Hands the ids of the current call on to the calls that it makes. Thread-safe. */
public final class OutgoingIds implements ClientInterceptor {
  private final LongSupplier random;

  /**
   * @param random any 64 bits at each call, on any thread
   */
  public OutgoingIds(LongSupplier random) {
    this.random = random;
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    Optional<CallIds> ids = CallIds.current();
    ClientCall<ReqT, RespT> call = next.newCall(method, options);
    return ids.isEmpty() ? call : new NamedCall<>(call, ids.get());
  }

  private final class NamedCall<ReqT, RespT> extends SimpleForwardingClientCall<ReqT, RespT> {
    private final CallIds ids;

    NamedCall(ClientCall<ReqT, RespT> call, CallIds ids) {
      super(call);
      this.ids = ids;
    }

    @Override
    public void start(Listener<RespT> listener, Metadata headers) {
      Headers.write(ids, headers, random);
      super.start(listener, headers);
    }
  }
}
