package io.latentmesh.orchestrator.edge;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.latentmesh.orchestrator.jobs.JobError;
import io.latentmesh.orchestrator.jobs.StopReason;
import io.latentmesh.serving.Errors;
import io.latentmesh.serving.ServiceException;
import java.util.function.UnaryOperator;

/** Errors of jobs, and of calls about jobs. */
final class GrpcJobErrors {
  private GrpcJobErrors() {}

  /**
   * What is kept of a failure. Reads the current gRPC context, as {@link Errors#toStatus}.
   *
   * @param telling what clients are told of an error, since whoever asks for the job sees this one
   */
  static JobError of(Throwable failure, UnaryOperator<ServiceException> telling) {
    StatusRuntimeException status = Errors.toStatus(failure);
    if (!(status.getStatus().getCause() instanceof ServiceException whole)) {
      throw new IllegalStateException("a status without its reason", status);
    }
    ServiceException told = telling.apply(whole);
    return new JobError(
        told.code().value(),
        told.reason(),
        told.message(),
        told.metadata(),
        told.violations(),
        told.retryAfter());
  }

  static JobError of(StopReason reason) {
    return switch (reason) {
      case NO_LISTENER -> cancelled("NO_LISTENER", "The generation's last listener has gone");
      case CANCEL_JOB -> cancelled("CANCELLED", "CancelJob ended the generation");
      case LEASE_ENDED ->
          cancelled("LEASE_ENDED", "Nobody listened to the generation for as long as its lease");
      case DRAINING ->
          JobError.of(
              Status.Code.UNAVAILABLE.value(),
              "DRAINING",
              "this server ended before the generation was done; ask another one");
    };
  }

  static JobError deadline() {
    return JobError.of(
        Status.Code.DEADLINE_EXCEEDED.value(),
        "DEADLINE_EXCEEDED",
        "The call's deadline has passed");
  }

  static Status.Code code(JobError error) {
    return Status.fromCodeValue(error.code()).getCode();
  }

  /** The error as every listener of the job is told it. */
  static ServiceException exception(JobError error) {
    ServiceException told =
        ServiceException.of(code(error), error.reason(), error.message())
            .withViolations(error.violations());
    for (var entry : error.metadata().entrySet()) {
      told = told.withMetadata(entry.getKey(), entry.getValue());
    }
    return error.retryAfter().map(told::withRetryAfter).orElse(told);
  }

  static ServiceException unknown(String jobId) {
    return ServiceException.of(
        Status.Code.NOT_FOUND,
        "JOB_NOT_FOUND",
        "job_id: this server knows no job \"%s\" (any more)".formatted(GrpcText.plain(jobId)));
  }

  static ServiceException draining() {
    return ServiceException.of(
        Status.Code.UNAVAILABLE, "DRAINING", "this server is ending; ask another one");
  }

  static ServiceException requestIdTaken(String requestId, String jobId) {
    return ServiceException.of(
            Status.Code.ALREADY_EXISTS,
            "REQUEST_ID_TAKEN",
            "request_id: \"%s\" is that of job %s, whose request differs"
                .formatted(GrpcText.plain(requestId), jobId))
        .withMetadata("job_id", jobId);
  }

  static ServiceException eventsGone(String jobId, long from, long oldest) {
    return ServiceException.of(
            Status.Code.OUT_OF_RANGE,
            "EVENTS_GONE",
            "from_sequence: events of job %s are kept from %d on, was %d"
                .formatted(jobId, oldest, from))
        .withMetadata("job_id", jobId);
  }

  private static JobError cancelled(String reason, String message) {
    return JobError.of(Status.Code.CANCELLED.value(), reason, message);
  }
}
