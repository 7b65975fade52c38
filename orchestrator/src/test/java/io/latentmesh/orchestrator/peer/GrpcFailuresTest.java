package io.latentmesh.orchestrator.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.latentmesh.orchestrator.failover.Cause;
import io.latentmesh.orchestrator.failover.Outcome;
import io.latentmesh.orchestrator.stage.Stage;
import io.latentmesh.serving.Errors;
import io.latentmesh.serving.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcFailuresTest {

  @ParameterizedTest(name = "{0} without ErrorInfo, from a replica: {1}; from none: {2}")
  @CsvSource({
    "UNAVAILABLE, LOST, UNAVAILABLE",
    "CANCELLED, LOST, UNAVAILABLE",
    "INTERNAL, LOST, LOST",
    "UNKNOWN, FAILED, FAILED",
    "DEADLINE_EXCEEDED, FINAL, FINAL",
    "INVALID_ARGUMENT, FINAL, FINAL",
    "RESOURCE_EXHAUSTED, FINAL, FINAL",
  })
  void whatGrpcMadeUp_isTheNetworksFault(Code code, Cause reached, Cause notReached) {
    StatusRuntimeException failure = Status.fromCode(code).asRuntimeException();
    assertThat(outcome(failure, true).cause()).isEqualTo(reached);
    assertThat(outcome(failure, false).cause()).isEqualTo(notReached);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "UNAVAILABLE, DRAINING, DRAINING",
    "UNAVAILABLE, DEVICE_BROKEN, UNAVAILABLE",
    "FAILED_PRECONDITION, MODEL_NOT_READY, UNAVAILABLE",
    "FAILED_PRECONDITION, MODEL_MISMATCH, FINAL",
    "INTERNAL, INTERNAL_ERROR, FAILED",
    "INTERNAL, NON_FINITE_OUTPUT, FINAL",
    "INTERNAL, PREDICTION_OVERFLOW, FINAL",
    "RESOURCE_EXHAUSTED, QUEUE_FULL, FINAL",
  })
  void whatAServiceSaid_isTakenAtItsWord(Code code, String reason, Cause cause) {
    var outcome = outcome(Errors.toStatus(ServiceException.of(code, reason, "told")), true);
    assertThat(outcome.cause()).isEqualTo(cause);
    assertThat(outcome.error().reason()).isEqualTo(reason);
    assertThat(outcome.error()).hasMessageStartingWith("unet: told");
  }

  @Test
  void bytesThatAreNoMessage_areTheReplicasFault() {
    var outcome =
        outcome(
            Status.INTERNAL
                .withCause(new InvalidProtocolBufferException("truncated"))
                .asRuntimeException(),
            true);
    assertThat(outcome.cause()).isEqualTo(Cause.FAILED);
    assertThat(outcome.error().reason()).isEqualTo("MALFORMED_ANSWER");
  }

  @Test
  void callerThatCancelled_isNobodysFault() {
    try (var context = Context.current().withCancellation()) {
      context.cancel(null);
      context.run(() ->
          assertThat(outcome(Status.UNAVAILABLE.asRuntimeException(), true).cause())
              .isEqualTo(Cause.FINAL));
    }
  }

  private static Outcome.Failed<String> outcome(StatusRuntimeException failure, boolean reached) {
    return GrpcFailures.outcome(Stage.UNET, failure, reached);
  }
}
