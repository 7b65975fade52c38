package io.latentmesh.orchestrator.edge;

import io.grpc.Status;
import java.util.Locale;

/** How a request ended, as series and log lines call it. */
enum GrpcOutcome {
  OK,
  INVALID,
  SHED,
  DEADLINE,
  CANCELLED,
  FAILED;

  static GrpcOutcome of(Status.Code code) {
    return switch (code) {
      case OK -> OK;
      case INVALID_ARGUMENT, NOT_FOUND, OUT_OF_RANGE, ALREADY_EXISTS -> INVALID;
      case RESOURCE_EXHAUSTED -> SHED;
      case DEADLINE_EXCEEDED -> DEADLINE;
      case CANCELLED -> CANCELLED;
      case UNKNOWN,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          ABORTED,
          UNIMPLEMENTED,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS,
          UNAUTHENTICATED ->
          FAILED;
    };
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
