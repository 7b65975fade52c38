package io.latentmesh.orchestrator.peer;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Ends calls UNAVAILABLE, as over a network, that begin or are cancelled in the moment in which a
 * server of this JVM ends: gRPC's in-process transport throws a NullPointerException at them (its
 * server has given its executor back).
 */
final class EndingServerGuard implements ClientInterceptor {

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new GuardedCall<>(next.newCall(method, options));
  }

  private static final class GuardedCall<Q, R> extends SimpleForwardingClientCall<Q, R> {
    private volatile boolean ended;

    GuardedCall(ClientCall<Q, R> call) {
      super(call);
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      try {
        super.start(listener, headers);
      } catch (NullPointerException serverEnded) {
        ended = true;
        listener.onClose(Status.UNAVAILABLE.withCause(serverEnded), new Metadata());
      }
    }

    @Override
    public void request(int messages) {
      if (!ended) {
        super.request(messages);
      }
    }

    @Override
    public void sendMessage(Q message) {
      if (!ended) {
        super.sendMessage(message);
      }
    }

    @Override
    public void halfClose() {
      if (!ended) {
        super.halfClose();
      }
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      try {
        super.cancel(message, cause);
      } catch (NullPointerException serverEnded) {
        ended = true;
      }
    }
  }
}
