package io.latentmesh.serving;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Tells clients of errors what {@link Reticence} leaves of them. */
final class ReticentErrors implements ServerInterceptor {
  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            if (status.getCause() instanceof ServiceException error) {
              StatusRuntimeException told = StatusDetails.encode(Reticence.briefly(error));
              Metadata details = told.getTrailers();
              super.close(told.getStatus(), details == null ? trailers : details);
              return;
            }
            super.close(status, trailers);
          }
        },
        headers);
  }
}
