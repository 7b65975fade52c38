package io.latentmesh.orchestrator.peer;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.latentmesh.orchestrator.failover.Caller;
import io.latentmesh.orchestrator.stage.Stage;
import io.latentmesh.serving.PeerErrors;
import io.latentmesh.serving.ServiceException;
import java.util.concurrent.TimeUnit;

/** The caller of the current gRPC context: its deadline and its cancellation. */
record GrpcCaller(Stage stage, Context context) implements Caller {

  /** Of the calling thread, which is the one that will wait. */
  static GrpcCaller current(Stage stage) {
    return new GrpcCaller(stage, Context.current());
  }

  @Override
  public long remainingNanos() {
    Deadline deadline = context.getDeadline();
    return deadline == null
        ? Long.MAX_VALUE
        : Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS));
  }

  @Override
  public boolean gone() {
    return context.isCancelled() || remainingNanos() == 0;
  }

  /** A deadline is noticed here a little before or after the context's own timer notices it. */
  @Override
  public ServiceException farewell() {
    if (context.isCancelled()) {
      return PeerErrors.rethrow(stage.label(), Status.CANCELLED.asRuntimeException());
    }
    return ServiceException.of(
            Status.Code.DEADLINE_EXCEEDED,
            "DEADLINE_EXCEEDED",
            stage.label() + ": The call's deadline has passed")
        .withMetadata(PeerErrors.STAGE, stage.label());
  }
}
