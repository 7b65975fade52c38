package io.latentmesh.serving;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.latentmesh.tensor.TensorFormatException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table from what went wrong to what a client is told. */
final class ErrorsTest {
  private final ServiceException full =
      ServiceException.of(Status.Code.RESOURCE_EXHAUSTED, "QUEUE_FULL", "The queue is full");

  @Test
  void serviceException_code_isTheStatus() {
    assertThat(code(full)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void serviceException_message_isTheDescription() {
    assertThat(Errors.toStatus(full).getStatus().getDescription()).isEqualTo("The queue is full");
  }

  @Test
  void serviceException_reasonAndMetadata_areErrorInfo() throws Exception {
    assertThat(detail(Errors.toStatus(full.withMetadata("rows", "64")), ErrorInfo.class))
        .isEqualTo(
            ErrorInfo.newBuilder()
                .setDomain("latentmesh")
                .setReason("QUEUE_FULL")
                .putMetadata("rows", "64")
                .build());
  }

  @Test
  void serviceException_violations_areBadRequest() throws Exception {
    ServiceException error =
        ServiceException.invalidArgument(
            List.of(new FieldViolation("a", "x"), new FieldViolation("b", "y")));
    assertThat(detail(Errors.toStatus(error), BadRequest.class).getFieldViolationsList())
        .extracting(v -> v.getField() + "=" + v.getDescription())
        .containsExactly("a=x", "b=y");
  }

  @Test
  void serviceException_retryAfter_isRetryInfo() throws Exception {
    StatusRuntimeException status = Errors.toStatus(full.withRetryAfter(Duration.ofMillis(1500)));
    assertThat(detail(status, RetryInfo.class).getRetryDelay())
        .isEqualTo(
            com.google.protobuf.Duration.newBuilder().setSeconds(1).setNanos(500_000_000).build());
  }

  @Test
  void serviceException_retryAfter_isGrpcsPushback() {
    StatusRuntimeException status = Errors.toStatus(full.withRetryAfter(Duration.ofMillis(1500)));
    assertThat(trailers(status).get(StatusDetails.PUSHBACK_MILLIS)).isEqualTo("1500");
  }

  @Test
  void serviceException_cause_staysInside() {
    StatusRuntimeException status =
        Errors.toStatus(full.withCause(new IllegalStateException("/secret/path")));
    assertThat(status.getStatus().getDescription() + StatusProto.fromThrowable(status))
        .doesNotContain("secret");
  }

  @Test
  void tensorFormatException_field_isViolated() throws Exception {
    StatusRuntimeException status =
        Errors.toStatus(new TensorFormatException("evaluate.latent.data", "must be 4 bytes"));
    assertThat(detail(status, BadRequest.class).getFieldViolations(0).getField())
        .isEqualTo("evaluate.latent.data");
  }

  @Test
  void illegalArgument_isInternal() {
    assertThat(code(new IllegalArgumentException("a bug"))).isEqualTo(Status.Code.INTERNAL);
  }

  @Test
  void error_isInternal() {
    assertThat(code(new StackOverflowError())).isEqualTo(Status.Code.INTERNAL);
  }

  @Test
  void internal_correlationId_isInMessageAndMetadata() throws Exception {
    StatusRuntimeException status = Errors.toStatus(new IllegalStateException("a bug"));
    String id = detail(status, ErrorInfo.class).getMetadataOrThrow(Errors.CORRELATION_ID);
    assertThat(status.getStatus().getDescription())
        .isEqualTo("Internal error (correlation id " + id + ")");
  }

  @Test
  void internal_secondMapping_keepsTheFirstCorrelationId() {
    StatusRuntimeException once = Errors.toStatus(new IllegalStateException("a bug"));
    assertThat(Errors.toStatus(once)).isSameAs(once);
  }

  @Test
  void internal_ownMessage_reachesTheClient() {
    ServiceException notFinite =
        ServiceException.of(Status.Code.INTERNAL, "NON_FINITE_OUTPUT", "The output is not finite");
    assertThat(Errors.toStatus(notFinite).getStatus().getDescription())
        .startsWith("The output is not finite (correlation id ");
  }

  @Test
  void unknownStatus_withoutCause_isInternal() {
    assertThat(code(Status.UNKNOWN.asRuntimeException())).isEqualTo(Status.Code.INTERNAL);
  }

  @Test
  void unknownStatus_withCause_isWhatTheCauseIs() {
    assertThat(code(Status.UNKNOWN.withCause(full).asRuntimeException()))
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void okStatus_thrown_isInternal() {
    assertThat(code(Status.OK.asRuntimeException())).isEqualTo(Status.Code.INTERNAL);
  }

  @Test
  void bareStatus_code_isAlsoTheReason() throws Exception {
    StatusRuntimeException status = Errors.toStatus(Status.NOT_FOUND.asRuntimeException());
    assertThat(detail(status, ErrorInfo.class).getReason()).isEqualTo("NOT_FOUND");
  }

  @Test
  void checkedStatus_code_isKept() {
    assertThat(code(new StatusException(Status.NOT_FOUND))).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void peersStatus_details_areKept() throws Exception {
    StatusRuntimeException peers = received(full.withMetadata("rows", "64"));
    assertThat(detail(Errors.toStatus(peers), ErrorInfo.class).getMetadataOrThrow("rows"))
        .isEqualTo("64");
  }

  @Test
  void completionException_isWhatItsCauseIs() {
    assertThat(code(new CompletionException(full))).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void executionException_isWhatItsCauseIs() {
    assertThat(code(new ExecutionException(full))).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void undecodableBytes_areInvalidArgument() throws Exception {
    StatusRuntimeException status =
        Errors.toStatus(
            Status.INTERNAL
                .withCause(new InvalidProtocolBufferException("truncated"))
                .asRuntimeException());
    assertThat(detail(status, ErrorInfo.class).getReason()).isEqualTo("UNDECODABLE_MESSAGE");
  }

  @Test
  void interrupted_contextAlive_isCancelled() {
    assertThat(code(new InterruptedException())).isEqualTo(Status.Code.CANCELLED);
  }

  @Test
  void interrupted_contextExpired_isDeadlineExceeded() {
    assertThat(codeInCancelled(new TimeoutException(), new InterruptedException()))
        .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void cancellation_contextExpired_isDeadlineExceeded() {
    assertThat(codeInCancelled(new TimeoutException(), new CancellationException()))
        .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void peersCancelled_contextExpired_isDeadlineExceeded() {
    assertThat(codeInCancelled(new TimeoutException(), Status.CANCELLED.asRuntimeException()))
        .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void peersDeadlineExceeded_contextCancelled_isCancelled() {
    assertThat(
            codeInCancelled(
                new CancellationException(), Status.DEADLINE_EXCEEDED.asRuntimeException()))
        .isEqualTo(Status.Code.CANCELLED);
  }

  @Test
  void bug_contextCancelled_isStillInternal() {
    assertThat(codeInCancelled(new CancellationException(), new NullPointerException()))
        .isEqualTo(Status.Code.INTERNAL);
  }

  @Test
  void manyViolations_trailers_stayWithinTheClientsLimit() {
    List<FieldViolation> many =
        IntStream.range(0, 500)
            .mapToObj(i -> new FieldViolation("inputs[" + i + "].text", "\u00e9".repeat(500)))
            .toList();
    StatusRuntimeException status = Errors.toStatus(ServiceException.invalidArgument(many));
    byte[] details = requireNonNull(trailers(status).get(StatusDetails.DETAILS));
    int percentEncoded = 9 * requireNonNull(status.getStatus().getDescription()).length();
    assertThat(details.length * 4 / 3 + percentEncoded).isLessThan(8192);
  }

  @Test
  void manyViolations_omitted_areCounted() throws Exception {
    List<FieldViolation> many =
        IntStream.range(0, 500).mapToObj(i -> new FieldViolation("f" + i, "bad")).toList();
    BadRequest details =
        detail(Errors.toStatus(ServiceException.invalidArgument(many)), BadRequest.class);
    int shown = details.getFieldViolationsCount() - 1;
    assertThat(details.getFieldViolations(shown).getDescription())
        .isEqualTo("and " + (500 - shown) + " more violations");
  }

  /** What a client has in hands after a server sent this error. */
  static StatusRuntimeException received(ServiceException error) {
    StatusRuntimeException sent = Errors.toStatus(error);
    return sent.getStatus().withCause(null).asRuntimeException(sent.getTrailers());
  }

  static <M extends Message> M detail(StatusRuntimeException status, Class<M> type)
      throws InvalidProtocolBufferException {
    for (Any any : requireNonNull(StatusProto.fromThrowable(status)).getDetailsList()) {
      if (any.is(type)) {
        return any.unpack(type);
      }
    }
    throw new AssertionError("no " + type.getSimpleName() + " in " + status);
  }

  private static Metadata trailers(StatusRuntimeException status) {
    Metadata trailers = status.getTrailers();
    return trailers == null ? new Metadata() : trailers;
  }

  private static Status.Code code(Throwable error) {
    return Errors.toStatus(error).getStatus().getCode();
  }

  private static Status.Code codeInCancelled(Throwable why, Throwable error) {
    Context.CancellableContext context = Context.current().withCancellation();
    context.cancel(why);
    Context previous = context.attach();
    try {
      return code(error);
    } finally {
      context.detach(previous);
    }
  }
}
