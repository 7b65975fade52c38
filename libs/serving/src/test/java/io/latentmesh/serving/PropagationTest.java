package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client calls a front, whose handler calls a back that waits for its own cancellation. */
final class PropagationTest {
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CompletableFuture<Status.Code> backsEnd = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Deadline> backsDeadline = new CompletableFuture<>();
  private final Loopback back = Loopback.of(new StubEncoder(this::waitForCancellation));
  private final Loopback front = Loopback.of(new StubEncoder(request -> callBack()));

  @AfterEach
  void close() {
    front.close();
    back.close();
  }

  @Test
  void cancel_ofTheIncomingCall_cancelsTheOutgoingOne() throws InterruptedException {
    ListenableFuture<EncodeResponse> call =
        TextEncoderServiceGrpc.newFutureStub(front.channel())
            .encode(EncodeRequest.getDefaultInstance());
    entered.await();
    call.cancel(true);
    assertThat(backsEnd.join()).isEqualTo(Status.Code.CANCELLED);
  }

  @Test
  void deadline_ofTheIncomingCall_isTheOutgoingOnesToo() throws InterruptedException {
    ListenableFuture<EncodeResponse> call =
        TextEncoderServiceGrpc.newFutureStub(front.channel())
            .withDeadlineAfter(1, TimeUnit.HOURS)
            .encode(EncodeRequest.getDefaultInstance());
    entered.await();
    Deadline deadline = backsDeadline.join();
    call.cancel(true);
    assertThat(deadline).isNotNull();
    assertThat(deadline.timeRemaining(TimeUnit.MINUTES)).isBetween(50L, 60L);
  }

  @Test
  void deadline_passed_endsTheClientsCall() {
    assertThat(callWithShortDeadline()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void unreachablePeer_isUnavailableWithItsStage() {
    back.process().drain();
    StatusRuntimeException error =
        catchThrowableOfType(StatusRuntimeException.class, front::encode);
    assertThat(error).isNotNull();
    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(error.getStatus().getDescription()).startsWith("back: ");
  }

  private Status.Code callWithShortDeadline() {
    StatusRuntimeException error =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                TextEncoderServiceGrpc.newBlockingStub(front.channel())
                    .withDeadlineAfter(200, TimeUnit.MILLISECONDS)
                    .encode(EncodeRequest.getDefaultInstance()));
    return error == null ? Status.Code.OK : error.getStatus().getCode();
  }

  private EncodeResponse callBack() {
    try {
      return back.encode();
    } catch (StatusRuntimeException e) {
      throw PeerErrors.rethrow("back", e);
    }
  }

  private EncodeResponse waitForCancellation(EncodeRequest request) {
    CountDownLatch cancelled = new CountDownLatch(1);
    Context context = Context.current();
    context.addListener(ended -> cancelled.countDown(), Runnable::run);
    backsDeadline.complete(context.getDeadline());
    entered.countDown();
    try {
      cancelled.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    backsEnd.complete(io.grpc.Contexts.statusFromCancelled(context).getCode());
    return EncodeResponse.getDefaultInstance();
  }
}
