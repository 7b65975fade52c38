package io.latentmesh.orchestrator.peer;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.latentmesh.orchestrator.failover.Cause;
import io.latentmesh.orchestrator.failover.Outcome;
import io.latentmesh.orchestrator.stage.Stage;
import io.latentmesh.serving.PeerErrors;
import io.latentmesh.serving.ServiceException;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Whose fault a failed call is: the network's, the replica's or the request's.
 *
 * <p>What tells them apart is {@code ErrorInfo}: every error that our services issue carries one,
 * those that gRPC makes up when something breaks carry none.
 */
final class GrpcFailures {
  private static final String DRAINING = "DRAINING";
  private static final String MODEL_NOT_READY = "MODEL_NOT_READY";

  /** A replica's own reasons for INTERNAL that are the same at every replica. */
  private static final Set<String> OF_THE_REQUEST =
      Set.of("NON_FINITE_OUTPUT", "PREDICTION_OVERFLOW");

  private GrpcFailures() {}

  /**
   * @param reached whether the call had found a replica
   */
  static <T> Outcome.Failed<T> outcome(Stage stage, Throwable failure, boolean reached) {
    StatusRuntimeException status = status(failure);
    if (status.getStatus().getCode() == Status.Code.INTERNAL
        && status.getStatus().getCause() instanceof InvalidProtocolBufferException undecodable) {
      return malformed(
          GrpcStage.malformed(stage, "the bytes are no message").withCause(undecodable));
    }
    ServiceException error = PeerErrors.rethrow(stage.label(), status);
    return new Outcome.Failed<>(cause(status, error, reached), error);
  }

  /** The answer came, and made no sense. */
  static <T> Outcome.Failed<T> malformed(ServiceException error) {
    return new Outcome.Failed<>(Cause.FAILED, error);
  }

  private static Cause cause(
      StatusRuntimeException status, ServiceException error, boolean reached) {
    if (Context.current().isCancelled()) {
      return Cause.FINAL;
    }
    return switch (status.getStatus().getCode()) {
      case UNAVAILABLE -> unavailable(error, reached);
      // Nobody here asked for it.
      case CANCELLED -> reached ? Cause.LOST : Cause.UNAVAILABLE;
      case INTERNAL -> internal(error);
      case UNKNOWN -> Cause.FAILED;
      case FAILED_PRECONDITION ->
          error.reason().equals(MODEL_NOT_READY) ? Cause.UNAVAILABLE : Cause.FINAL;
      case OK,
          INVALID_ARGUMENT,
          DEADLINE_EXCEEDED,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          RESOURCE_EXHAUSTED,
          ABORTED,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          DATA_LOSS,
          UNAUTHENTICATED ->
          Cause.FINAL;
    };
  }

  private static Cause unavailable(ServiceException error, boolean reached) {
    if (error.reason().equals(DRAINING)) {
      return Cause.DRAINING;
    }
    return reached && madeUp(error) ? Cause.LOST : Cause.UNAVAILABLE;
  }

  private static Cause internal(ServiceException error) {
    if (madeUp(error)) {
      return Cause.LOST;
    }
    return OF_THE_REQUEST.contains(error.reason()) ? Cause.FINAL : Cause.FAILED;
  }

  /** Without {@code ErrorInfo} the reason is the code's name. */
  private static boolean madeUp(ServiceException error) {
    return error.reason().equals(error.code().name());
  }

  private static StatusRuntimeException status(Throwable failure) {
    return switch (failure) {
      case StatusRuntimeException status -> status;
      case CancellationException cancelled ->
          Status.CANCELLED.withCause(cancelled).asRuntimeException();
      default -> Status.fromThrowable(failure).asRuntimeException();
    };
  }
}
