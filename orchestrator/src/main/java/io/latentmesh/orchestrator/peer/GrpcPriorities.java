package io.latentmesh.orchestrator.peer;

import io.latentmesh.orchestrator.stage.Priority;

/** Classes of urgency, as the wire contract names them, and back. */
public final class GrpcPriorities {
  private GrpcPriorities() {}

  static io.latentmesh.v1.Priority message(Priority priority) {
    return switch (priority) {
      case BEST_EFFORT -> io.latentmesh.v1.Priority.PRIORITY_BEST_EFFORT;
      case BATCH -> io.latentmesh.v1.Priority.PRIORITY_BATCH;
      case INTERACTIVE -> io.latentmesh.v1.Priority.PRIORITY_INTERACTIVE;
    };
  }

  /** The ordinary class where none is named; also for one that is unknown, which others refuse. */
  public static Priority priority(io.latentmesh.v1.Priority message) {
    return switch (message) {
      case PRIORITY_BEST_EFFORT -> Priority.BEST_EFFORT;
      case PRIORITY_BATCH -> Priority.BATCH;
      case PRIORITY_INTERACTIVE, PRIORITY_UNSPECIFIED, UNRECOGNIZED -> Priority.INTERACTIVE;
    };
  }
}
