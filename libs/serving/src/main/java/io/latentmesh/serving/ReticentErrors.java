package io.latentmesh.serving;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what errors say of the inside, such as addresses of replicas, from clients: of a stage that
 * could not be reached, and of whatever is our fault, they learn code, reason, stage and a
 * correlation id that leads to the whole text in the log. What is the client's own doing is told in
 * full.
 */
final class ReticentErrors implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(ReticentErrors.class);

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            if (isOfTheInside(status) && status.getCause() instanceof ServiceException error) {
              StatusRuntimeException told = StatusDetails.encode(briefly(error));
              Metadata details = told.getTrailers();
              super.close(told.getStatus(), details == null ? trailers : details);
              return;
            }
            super.close(status, trailers);
          }
        },
        headers);
  }

  private static boolean isOfTheInside(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE, INTERNAL, DATA_LOSS, ABORTED, FAILED_PRECONDITION -> true;
      default -> false;
    };
  }

  private static ServiceException briefly(ServiceException error) {
    String stage = error.metadata().get(PeerErrors.STAGE);
    if (stage == null) {
      return error; // Our own words, which name nothing but the request.
    }
    String known = error.metadata().get(Errors.CORRELATION_ID);
    String id = known == null ? newId() : known;
    log.warn(
        "event=error_shortened reason={} correlation_id={} message=\"{}\"",
        error.reason(),
        id,
        error.message());
    return error
        .withMessage(
            "%s: %s (correlation id %s)"
                .formatted(stage, error.code().name().replace('_', ' '), id))
        .withMetadata(Errors.CORRELATION_ID, id);
  }

  private static String newId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
