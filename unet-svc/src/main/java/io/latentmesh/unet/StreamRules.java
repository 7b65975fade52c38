package io.latentmesh.unet;

import io.grpc.Context;
import io.grpc.Deadline;
import io.latentmesh.unet.engine.Evaluation;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What all streams of the service go by.
 *
 * @param maxOutstanding evaluations of one stream that may be unanswered or unread at a time
 * @param replica how this process is named in logs elsewhere
 * @param nanoTime the engine's clock
 */
record StreamRules(
    OpenReader openReader, int maxOutstanding, Supplier<String> replica, LongSupplier nanoTime) {
  /** The current call's deadline on the engine's clock; to be asked on the call's own thread. */
  long deadlineNanos() {
    Deadline deadline = Context.current().getDeadline();
    return deadline == null
        ? Evaluation.NO_DEADLINE
        : nanoTime.getAsLong() + deadline.timeRemaining(TimeUnit.NANOSECONDS);
  }
}
