package io.latentmesh.orchestrator.edge;

import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The deadline of the calling thread's call. */
public final class GrpcDeadline {
  private GrpcDeadline() {}

  /** Until it; empty when the caller set none. */
  public static Optional<Duration> timeLeft() {
    Deadline deadline = Context.current().getDeadline();
    return deadline == null
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)));
  }
}
