package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.latentmesh.v1.EncodeResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients are told of the inside in the production profile, and in the other. */
final class ReticentErrorsTest {
  private final ServiceException inside =
      ServiceException.of(
              Status.Code.UNAVAILABLE, "UNAVAILABLE", "unet: 10.1.2.3:7400: connection refused")
          .withMetadata(PeerErrors.STAGE, "unet");

  @Test
  void stageThatFailed_inProduction_isToldWithoutItsAddress() {
    try (LogCapture log = new LogCapture(Reticence.class.getName())) {
      ServiceException told = failure("production", inside);
      String id = told.metadata().get(Errors.CORRELATION_ID);
      assertThat(told.code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(told.message()).isEqualTo("unet: UNAVAILABLE (correlation id " + id + ")");
      assertThat(told.metadata()).containsEntry(PeerErrors.STAGE, "unet");
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("correlation_id=" + id, "10.1.2.3:7400");
    }
  }

  @Test
  void stageThatFailed_inDevelopment_isToldInFull() {
    assertThat(failure("development", inside).message()).isEqualTo(inside.message());
  }

  @Test
  void clientsOwnMistake_inProduction_isToldInFull() {
    ServiceException mistake =
        ServiceException.invalidArgument(List.of(new FieldViolation("steps", "must be positive")));
    assertThat(failure("production", mistake).violations()).isEqualTo(mistake.violations());
  }

  private static ServiceException failure(String profile, ServiceException error) {
    StubEncoder failing =
        new StubEncoder(_ -> {
          throw error;
        });
    try (Loopback loopback =
        new Loopback(
            Map.of("server.metrics-port", "-1", "server.profile", profile),
            p -> p.service(failing))) {
      return StatusDetails.decode(
          catchThrowableOfType(StatusRuntimeException.class, loopback::encode));
    }
  }

  @Test
  void stubThatDoesNotFail_inProduction_answers() {
    try (Loopback loopback =
        new Loopback(
            Map.of("server.metrics-port", "-1", "server.profile", "production"),
            p -> p.service(new StubEncoder(_ -> EncodeResponse.getDefaultInstance())))) {
      assertThat(loopback.encode()).isEqualTo(EncodeResponse.getDefaultInstance());
    }
  }
}
