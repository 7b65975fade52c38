package io.latentmesh.orchestrator.jobs;

import io.latentmesh.serving.FieldViolation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a job ended without success, in full: every listener is told the same.
 *
 * @param code of gRPC
 * @param reason UPPER_SNAKE constant
 * @param retryAfter when another attempt may help; empty when nothing is known
 */
public record JobError(
    int code,
    String reason,
    String message,
    Map<String, String> metadata,
    List<FieldViolation> violations,
    Optional<Duration> retryAfter) {
  public JobError {
    metadata = Map.copyOf(metadata);
    violations = List.copyOf(violations);
  }

  /** An error without details. */
  public static JobError of(int code, String reason, String message) {
    return new JobError(code, reason, message, Map.of(), List.of(), Optional.empty());
  }
}
