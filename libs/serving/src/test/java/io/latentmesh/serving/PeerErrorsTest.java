package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PeerErrorsTest {
  private final ServiceException full =
      ServiceException.of(Status.Code.RESOURCE_EXHAUSTED, "QUEUE_FULL", "The queue is full")
          .withRetryAfter(Duration.ofSeconds(2));

  @Test
  void rethrow_message_beginsWithTheStage() {
    assertThat(rethrown(full)).hasMessage("unet: The queue is full");
  }

  @Test
  void rethrow_code_isThePeers() {
    assertThat(rethrown(full).code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void rethrow_reason_isThePeers() {
    assertThat(rethrown(full).reason()).isEqualTo("QUEUE_FULL");
  }

  @Test
  void rethrow_stage_isInTheMetadata() {
    assertThat(rethrown(full).metadata()).containsEntry("stage", "unet");
  }

  @Test
  void rethrow_retryDelay_isThePeers() {
    assertThat(rethrown(full).retryAfter()).contains(Duration.ofSeconds(2));
  }

  @Test
  void rethrow_violations_areThePeers() {
    FieldViolation violation = new FieldViolation("open.latent_shape", "must have 3 entries");
    assertThat(rethrown(ServiceException.invalidArgument(List.of(violation))).violations())
        .containsExactly(violation);
  }

  @Test
  void rethrow_internal_keepsThePeersCorrelationId() {
    ServiceException peers =
        ServiceException.of(Status.Code.INTERNAL, "NON_FINITE_OUTPUT", "Not finite")
            .withMetadata(Errors.CORRELATION_ID, "0123");
    assertThat(Errors.toStatus(rethrown(peers)).getStatus().getDescription())
        .isEqualTo("unet: Not finite");
  }

  @Test
  void rethrow_peerThatDoesNotLetUsIn_isNoConcernOfTheClient() {
    ServiceException told =
        rethrown(
            ServiceException.of(
                Status.Code.PERMISSION_DENIED, "CALLER_NOT_ALLOWED", "it names orchestrator"));
    assertThat(told.code()).isEqualTo(Status.Code.INTERNAL);
    assertThat(told).hasMessage("unet: this server may not call the stage");
  }

  @Test
  void rethrow_unknown_becomesInternal() {
    assertThat(PeerErrors.rethrow("unet", Status.UNKNOWN.asRuntimeException()).code())
        .isEqualTo(Status.Code.INTERNAL);
  }

  @Test
  void rethrow_cancelledByThePeerAlone_becomesUnavailable() {
    ServiceException told = PeerErrors.rethrow("unet", Status.CANCELLED.asRuntimeException());
    assertThat(told.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(told).hasMessage("unet: The peer gave up the call");
  }

  @Test
  void rethrow_cancelledWithTheOwnContext_staysCancelled() {
    Context.CancellableContext context = Context.current().withCancellation();
    context.cancel(null);
    Context previous = context.attach();
    ServiceException told = PeerErrors.rethrow("unet", Status.CANCELLED.asRuntimeException());
    context.detach(previous);
    assertThat(told.code()).isEqualTo(Status.Code.CANCELLED);
  }

  @Test
  void rethrow_peerWithoutDetails_namesTheCodeAsReason() {
    assertThat(PeerErrors.rethrow("vae", Status.UNAVAILABLE.asRuntimeException()).reason())
        .isEqualTo("UNAVAILABLE");
  }

  private static ServiceException rethrown(ServiceException peers) {
    return PeerErrors.rethrow("unet", ErrorsTest.received(peers));
  }
}
