package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.IThrowableProxy;
import io.grpc.Status;
import io.latentmesh.serving.metrics.EndedCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RequestLogTest {
  private static final String ENCODE = "latentmesh.v1.TextEncoderService/Encode";

  @Test
  void line_success_hasMethodStatusAndMillis() {
    assertThat(logged(ENCODE, Status.OK))
        .containsExactly("event=rpc method=" + ENCODE + " status=OK millis=12");
  }

  @Test
  void line_error_hasReasonStageAndCorrelationId() {
    ServiceException error =
        ServiceException.of(Status.Code.INTERNAL, "NON_FINITE_OUTPUT", "Not finite")
            .withMetadata(PeerErrors.STAGE, "unet")
            .withMetadata(Errors.CORRELATION_ID, "0123");
    assertThat(logged(ENCODE, Errors.toStatus(error).getStatus()))
        .containsExactly(
            "event=rpc method="
                + ENCODE
                + " status=INTERNAL millis=12"
                + " reason=NON_FINITE_OUTPUT stage=unet correlation_id=0123");
  }

  @Test
  void line_probe_isNotLoggedAtInfo() {
    assertThat(logged("grpc.health.v1.Health/Check", Status.OK)).isEmpty();
  }

  @Test
  void internalError_log_hasTheStackOfWhatWentWrong() {
    try (LogCapture log = new LogCapture(Errors.class.getName())) {
      var _ = Errors.toStatus(new IllegalStateException("a bug"));
      assertThat(log.events())
          .singleElement()
          .extracting(event -> event.getThrowableProxy())
          .extracting(IThrowableProxy::getMessage)
          .isEqualTo("a bug");
    }
  }

  private static List<String> logged(String method, Status status) {
    try (LogCapture log = new LogCapture("io.latentmesh.rpc")) {
      new RequestLog().accept(new EndedCall(method, status, Duration.ofMillis(12)));
      return log.lines();
    }
  }
}
