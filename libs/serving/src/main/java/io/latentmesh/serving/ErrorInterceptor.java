package io.latentmesh.serving;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The only place where a status is decided: whatever a handler throws or hands to {@code onError}
 * leaves as {@link Errors} says. Once a handler has thrown it hears no more of the call but its
 * end.
 */
final class ErrorInterceptor implements ServerInterceptor {
  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    MappedCall<ReqT, RespT> mapped = new MappedCall<>(call);
    try {
      return new MappedListener<>(next.startCall(mapped, headers), mapped);
    } catch (RuntimeException | Error e) {
      mapped.fail(e);
      return new ServerCall.Listener<>() {};
    }
  }

  /**
   * A call that can be failed while another thread answers it: a handler that throws on the
   * transport's thread must not race with its engine's answer. After a failure answers are dropped.
   */
  private static final class MappedCall<ReqT, RespT>
      extends SimpleForwardingServerCall<ReqT, RespT> {
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed; // Guarded by lock.
    private volatile boolean failed;

    MappedCall(ServerCall<ReqT, RespT> call) {
      super(call);
    }

    @Override
    public void sendHeaders(Metadata headers) {
      whileOpen(() -> super.sendHeaders(headers));
    }

    @Override
    public void sendMessage(RespT message) {
      whileOpen(() -> super.sendMessage(message));
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (status.isOk()) {
        closeOnce(status, trailers);
        return;
      }
      fail(status.asRuntimeException(trailers));
    }

    void fail(Throwable error) {
      StatusRuntimeException status = Errors.toStatus(error);
      Metadata trailers = status.getTrailers();
      closeOnce(status.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    void failHandler(Throwable error) {
      failed = true;
      fail(error);
    }

    boolean failed() {
      return failed;
    }

    private void closeOnce(Status status, Metadata trailers) {
      whileOpen(() -> {
        closed = true;
        super.close(status, trailers);
      });
    }

    private void whileOpen(Runnable action) {
      lock.lock();
      try {
        if (!closed) {
          action.run();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private static final class MappedListener<ReqT> extends SimpleForwardingServerCallListener<ReqT> {
    private final MappedCall<ReqT, ?> call;
    private boolean received; // gRPC tells a call's events one after the other.

    MappedListener(ServerCall.Listener<ReqT> listener, MappedCall<ReqT, ?> call) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onMessage(ReqT message) {
      received = true;
      unlessFailed(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      if (!received && call.getMethodDescriptor().getType().clientSendsOneMessage()) {
        call.failHandler(Errors.noMessage()); // gRPC's own word for it is INTERNAL.
      }
      unlessFailed(super::onHalfClose);
    }

    @Override
    public void onReady() {
      unlessFailed(super::onReady);
    }

    @Override
    public void onCancel() {
      guarded(super::onCancel);
    }

    @Override
    public void onComplete() {
      guarded(super::onComplete);
    }

    private void unlessFailed(Runnable event) {
      if (!call.failed()) {
        guarded(event);
      }
    }

    private void guarded(Runnable event) {
      try {
        event.run();
      } catch (RuntimeException | Error e) {
        // An Error, too, ends only the call: rethrown it would close the stream as UNKNOWN.
        call.failHandler(e);
      }
    }
  }
}
