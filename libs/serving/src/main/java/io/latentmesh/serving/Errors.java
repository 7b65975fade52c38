package io.latentmesh.serving;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.latentmesh.tensor.TensorFormatException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one table from what went wrong to what a client is told. Every handler's exception passes
 * through it, thrown or given to {@code onError}; handlers that answer from threads of their own
 * may call it directly. The answer is never UNKNOWN.
 *
 * <p>An INTERNAL error is logged here, once, with its stack and a correlation id; the client gets
 * the id and no word of what happened inside.
 */
public final class Errors {
  /** Metadata key of {@code ErrorInfo} that leads from a client's report to the log. */
  public static final String CORRELATION_ID = "correlation_id";

  private static final Logger log = LoggerFactory.getLogger(Errors.class);

  private Errors() {}

  /**
   * The status for {@code error}, with details in its trailers. Reads the current gRPC {@link
   * Context}: a failure that a cancelled or expired context explains is CANCELLED or
   * DEADLINE_EXCEEDED.
   */
  public static StatusRuntimeException toStatus(Throwable error) {
    if (error instanceof StatusRuntimeException status
        && status.getStatus().getCause() instanceof ServiceException
        && status.getTrailers() != null
        && StatusDetails.present(status.getTrailers())) {
      return status; // Has been here before.
    }
    return StatusDetails.encode(traced(explain(error)));
  }

  /** Ends a stream with the status for {@code error}. */
  public static void fail(StreamObserver<?> responses, Throwable error) {
    responses.onError(toStatus(error));
  }

  static ServiceException explain(Throwable error) {
    return switch (error) {
      case ServiceException told -> told;
      case TensorFormatException malformed ->
          ServiceException.invalidArgument(
                  List.of(new FieldViolation(malformed.field(), malformed.problem())))
              .withCause(malformed);
      case StatusRuntimeException status -> explainStatus(status);
      case StatusException status ->
          explainStatus(status.getStatus().asRuntimeException(status.getTrailers()));
      case InterruptedException interrupted -> cancelled(interrupted);
      case CancellationException cancelled -> cancelled(cancelled);
      case CompletionException wrapper when wrapper.getCause() != null ->
          explain(wrapper.getCause());
      case ExecutionException wrapper when wrapper.getCause() != null ->
          explain(wrapper.getCause());
      default -> internal(error);
    };
  }

  private static ServiceException explainStatus(StatusRuntimeException error) {
    Throwable cause = error.getStatus().getCause();
    return switch (error.getStatus().getCode()) {
      case CANCELLED, DEADLINE_EXCEEDED ->
          Context.current().isCancelled() ? cancelled(error) : StatusDetails.decode(error);
      case OK -> internal(error);
      case UNKNOWN -> cause == null ? internal(error) : explain(cause);
      case INTERNAL ->
          cause instanceof InvalidProtocolBufferException
              ? undecodable(cause)
              : StatusDetails.decode(error);
      default -> StatusDetails.decode(error);
    };
  }

  /** The client has ended its side of a call that takes one message, and has sent none. */
  static ServiceException noMessage() {
    return ServiceException.of(
        Status.Code.INVALID_ARGUMENT,
        "MESSAGE_MISSING",
        "The method takes exactly one message, the call had none");
  }

  private static ServiceException undecodable(Throwable cause) {
    return ServiceException.of(
            Status.Code.INVALID_ARGUMENT,
            "UNDECODABLE_MESSAGE",
            "The request's bytes are not a message of the method's request type")
        .withCause(cause);
  }

  private static ServiceException cancelled(Throwable error) {
    Context context = Context.current();
    if (!context.isCancelled()) {
      return ServiceException.of(Status.Code.CANCELLED, "CANCELLED", "The work was interrupted")
          .withCause(error);
    }
    boolean late = Contexts.statusFromCancelled(context).getCode() == Status.Code.DEADLINE_EXCEEDED;
    return late
        ? ServiceException.of(
                Status.Code.DEADLINE_EXCEEDED,
                "DEADLINE_EXCEEDED",
                "The call's deadline has passed")
            .withCause(error)
        : ServiceException.of(Status.Code.CANCELLED, "CANCELLED", "The call was cancelled")
            .withCause(error);
  }

  private static ServiceException internal(Throwable error) {
    return ServiceException.of(Status.Code.INTERNAL, "INTERNAL_ERROR", "Internal error")
        .withCause(error);
  }

  /** Gives an INTERNAL error its correlation id, unless a peer that logged it already did. */
  private static ServiceException traced(ServiceException error) {
    if (error.code() != Status.Code.INTERNAL || error.metadata().containsKey(CORRELATION_ID)) {
      return error;
    }
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Throwable origin = error.getCause() == null ? error : error.getCause();
    log.error("event=internal_error reason={} correlation_id={}", error.reason(), id, origin);
    return error
        .withMessage(error.message() + " (correlation id " + id + ")")
        .withMetadata(CORRELATION_ID, id);
  }
}
