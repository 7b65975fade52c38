package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServiceExceptionTest {
  private final ServiceException busy =
      ServiceException.of(Status.Code.RESOURCE_EXHAUSTED, "QUEUE_FULL", "The queue is full");

  @Test
  void of_unknownCode_isRefused() {
    assertThatThrownBy(() -> ServiceException.of(Status.Code.UNKNOWN, "WHY", "?"))
        .hasMessage("code: must be neither OK nor UNKNOWN, got UNKNOWN");
  }

  @Test
  void of_okCode_isRefused() {
    assertThatThrownBy(() -> ServiceException.of(Status.Code.OK, "WHY", "?"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void of_reasonInLowerCase_isRefused() {
    assertThatThrownBy(() -> ServiceException.of(Status.Code.INTERNAL, "why", "?"))
        .hasMessage("reason: must be UPPER_SNAKE, got why");
  }

  @Test
  void withMetadata_original_isUnchanged() {
    assertThat(busy.withMetadata("rows", "64"))
        .isNotSameAs(busy)
        .satisfies(copy -> assertThat(busy.metadata()).isEmpty());
  }

  @Test
  void with_everything_isKeptByLaterCopies() {
    ServiceException all =
        busy.withCause(new IllegalStateException("inside"))
            .withMetadata("rows", "64")
            .withRetryAfter(Duration.ofSeconds(2))
            .withMessage("Busy");
    assertThat(all)
        .hasMessage("Busy")
        .hasCauseInstanceOf(IllegalStateException.class)
        .returns("64", error -> error.metadata().get("rows"))
        .returns(Duration.ofSeconds(2), error -> error.retryAfter().orElseThrow());
  }

  @Test
  void invalidArgument_message_namesEveryField() {
    assertThat(
            ServiceException.invalidArgument(
                List.of(
                    new FieldViolation("steps", "must be from 1 to 200, got 0"),
                    new FieldViolation("width", "must be a multiple of 8, got 65"))))
        .hasMessage("steps: must be from 1 to 200, got 0; width: must be a multiple of 8, got 65");
  }

  @Test
  void violations_noneFound_throwNothing() {
    Violations violations = new Violations().check(true, "steps", "fine");
    violations.throwIfAny();
    assertThat(violations.isEmpty()).isTrue();
  }

  @Test
  void violations_severalFound_areThrownTogether() {
    Violations violations =
        new Violations().check(false, "steps", "bad").check(false, "width", "bad");
    assertThat(catchThrowableOfType(ServiceException.class, violations::throwIfAny))
        .returns(Status.Code.INVALID_ARGUMENT, ServiceException::code)
        .returns(2, error -> error.violations().size());
  }
}
