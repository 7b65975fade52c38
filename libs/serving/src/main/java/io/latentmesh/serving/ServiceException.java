package io.latentmesh.serving;

import io.grpc.Status;
import io.latentmesh.serving.tracing.Reasoned;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell a client: a gRPC status code, a reason for machines, a sentence for people and
 * details. Everything in it reaches the client; what must not is the cause, which stays here.
 *
 * <p>Immutable: each {@code with} method returns a copy with the same stack trace.
 */
public final class ServiceException extends RuntimeException implements Reasoned {
  /** Reason of every {@link #invalidArgument}. */
  public static final String INVALID_REQUEST = "INVALID_REQUEST";

  private final Details details;

  private ServiceException(Details details, @Nullable Throwable cause) {
    super(details.message, cause);
    this.details = details;
  }

  /** INVALID_ARGUMENT with one {@code BadRequest} violation for each of {@code violations}. */
  public static ServiceException invalidArgument(List<FieldViolation> violations) {
    String message =
        violations.stream().map(FieldViolation::toString).collect(Collectors.joining("; "));
    return of(Status.Code.INVALID_ARGUMENT, INVALID_REQUEST, message).withViolations(violations);
  }

  /**
   * An error without field violations.
   *
   * @param code neither OK nor UNKNOWN: a client can act on neither
   * @param reason UPPER_SNAKE constant, stable over releases, for {@code ErrorInfo}
   * @param message one sentence that names what was wrong, the bound and the value
   * @throws IllegalArgumentException if code or reason break these rules
   */
  public static ServiceException of(Status.Code code, String reason, String message) {
    return new ServiceException(
        new Details(code, reason, message, List.of(), Map.of(), null), null);
  }

  /** Keeps what happened for the log; the client never sees it. */
  public ServiceException withCause(Throwable cause) {
    return copy(details, cause);
  }

  /** Adds one entry to the metadata of {@code ErrorInfo}. */
  public ServiceException withMetadata(String key, String value) {
    Map<String, String> metadata = new HashMap<>(details.metadata);
    metadata.put(key, value);
    return copy(details.with(metadata), getCause());
  }

  /** Tells the client when to try again: {@code RetryInfo} and gRPC's pushback trailer. */
  public ServiceException withRetryAfter(Duration delay) {
    return copy(details.with(delay), getCause());
  }

  public Status.Code code() {
    return details.code;
  }

  @Override
  public String reason() {
    return details.reason;
  }

  /** The sentence for people, never null. */
  public String message() {
    return details.message;
  }

  public List<FieldViolation> violations() {
    return details.violations;
  }

  /** Metadata of {@code ErrorInfo}. */
  public Map<String, String> metadata() {
    return details.metadata;
  }

  /** When to try again; empty if nothing is known about it. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(details.retryAfter);
  }

  static boolean isReason(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_');
  }

  ServiceException withMessage(String message) {
    return copy(details.with(message), getCause());
  }

  /** Names the fields of the request that were wrong. */
  public ServiceException withViolations(List<FieldViolation> violations) {
    return copy(details.with(violations), getCause());
  }

  private ServiceException copy(Details changed, @Nullable Throwable cause) {
    ServiceException copy = new ServiceException(changed, cause);
    copy.setStackTrace(getStackTrace());
    return copy;
  }

  /** The parts, {@code retryAfter} null when nothing is known about it. */
  private record Details(
      Status.Code code,
      String reason,
      String message,
      List<FieldViolation> violations,
      Map<String, String> metadata,
      @Nullable Duration retryAfter) {
    Details {
      if (code == Status.Code.OK || code == Status.Code.UNKNOWN) {
        throw new IllegalArgumentException("code: must be neither OK nor UNKNOWN, got " + code);
      }
      if (!isReason(reason)) {
        throw new IllegalArgumentException("reason: must be UPPER_SNAKE, got " + reason);
      }
      violations = List.copyOf(violations);
      metadata = Map.copyOf(metadata);
    }

    Details with(String newMessage) {
      return new Details(code, reason, newMessage, violations, metadata, retryAfter);
    }

    Details with(List<FieldViolation> newViolations) {
      return new Details(code, reason, message, newViolations, metadata, retryAfter);
    }

    Details with(Map<String, String> newMetadata) {
      return new Details(code, reason, message, violations, newMetadata, retryAfter);
    }

    Details with(Duration newRetryAfter) {
      return new Details(code, reason, message, violations, metadata, newRetryAfter);
    }
  }
}
