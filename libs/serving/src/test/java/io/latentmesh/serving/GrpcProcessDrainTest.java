package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.latentmesh.v1.EncodeResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class GrpcProcessDrainTest {
  private static final Map<String, String> NO_PAGE = Map.of("server.metrics-port", "-1");
  private static final StubEncoder ENCODER =
      new StubEncoder(request -> EncodeResponse.getDefaultInstance());

  private final List<String> order = new CopyOnWriteArrayList<>();

  @Test
  void drain_hooksAndResources_runInTheFixedOrder() {
    try (Loopback loopback =
        new Loopback(
            NO_PAGE,
            p ->
                p.service(ENCODER)
                    .onDrain(() -> order.add("hook 1"))
                    .onDrain(() -> order.add("hook 2"))
                    .closeLast(() -> order.add("opened first"))
                    .closeLast(() -> order.add("opened second")))) {
      loopback.process().drain();
      assertThat(order).containsExactly("hook 1", "hook 2", "opened second", "opened first");
    }
  }

  @Test
  void drain_hook_seesHealthEndedAndServerOpen() {
    CompletableFuture<Loopback> self = new CompletableFuture<>();
    CompletableFuture<ServingStatus> seen = new CompletableFuture<>();
    try (Loopback loopback =
        new Loopback(
            NO_PAGE,
            p -> p.service(ENCODER).onDrain(() -> seen.complete(self.join().health(""))))) {
      self.complete(loopback);
      loopback.process().serving();
      loopback.process().drain();
      assertThat(seen).isCompletedWithValue(ServingStatus.NOT_SERVING);
    }
  }

  @Test
  void drain_running_staysAliveAndStarted() {
    CompletableFuture<Loopback> self = new CompletableFuture<>();
    List<ServingStatus> seen = new CopyOnWriteArrayList<>();
    Runnable hook =
        () -> {
          seen.add(self.join().health("liveness"));
          seen.add(self.join().health("startup"));
        };
    try (Loopback loopback = new Loopback(NO_PAGE, p -> p.service(ENCODER).onDrain(hook))) {
      self.complete(loopback);
      loopback.process().serving();
      loopback.process().drain();
      assertThat(seen).containsExactly(ServingStatus.SERVING, ServingStatus.SERVING);
    }
  }

  @Test
  void serving_afterDrainBegan_changesNothing() {
    CompletableFuture<Loopback> self = new CompletableFuture<>();
    CompletableFuture<ServingStatus> seen = new CompletableFuture<>();
    Runnable hook =
        () -> {
          self.join().process().serving();
          seen.complete(self.join().health(""));
        };
    try (Loopback loopback = new Loopback(NO_PAGE, p -> p.service(ENCODER).onDrain(hook))) {
      self.complete(loopback);
      loopback.process().drain();
      assertThat(seen).isCompletedWithValue(ServingStatus.NOT_SERVING);
    }
  }

  @Test
  void drain_hookFails_restStillHappens() {
    try (Loopback loopback =
        new Loopback(
            NO_PAGE,
            p ->
                p.service(ENCODER)
                    .onDrain(() -> {
                      throw new IllegalStateException("hook");
                    })
                    .closeLast(() -> order.add("closed")))) {
      loopback.process().drain();
      assertThat(order).containsExactly("closed");
    }
  }

  @Test
  void drain_runningCall_isFinishedBeforeResourcesClose() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    StubEncoder slow =
        new StubEncoder(request -> {
          entered.countDown();
          awaitUninterruptibly(gate);
          order.add("answered");
          return EncodeResponse.getDefaultInstance();
        });
    try (Loopback loopback =
        new Loopback(
            NO_PAGE,
            p -> p.service(slow).onDrain(gate::countDown).closeLast(() -> order.add("closed")))) {
      CompletableFuture<EncodeResponse> call = CompletableFuture.supplyAsync(loopback::encode);
      entered.await();
      loopback.process().drain();
      assertThat(call.join()).isEqualTo(EncodeResponse.getDefaultInstance());
      assertThat(order).containsExactly("answered", "closed");
    }
  }

  @Test
  void drain_callOutlivesTheTimeout_isCancelledBeforeResourcesClose() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    StubEncoder endless =
        new StubEncoder(request -> {
          CountDownLatch cancelled = new CountDownLatch(1);
          Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
          entered.countDown();
          awaitUninterruptibly(cancelled);
          order.add("noticed");
          return EncodeResponse.getDefaultInstance();
        });
    Map<String, String> impatient =
        Map.of("server.metrics-port", "-1", "server.drain-timeout", "0s");
    try (Loopback loopback =
        new Loopback(impatient, p -> p.service(endless).closeLast(() -> order.add("closed")))) {
      CompletableFuture<Status.Code> call =
          CompletableFuture.supplyAsync(() -> codeOf(loopback::encode));
      entered.await();
      loopback.process().drain();
      assertThat(call.join()).isNotEqualTo(Status.Code.OK);
      assertThat(order).containsExactly("noticed", "closed");
    }
  }

  @Test
  void call_drained_isUnavailable() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      loopback.process().drain();
      assertThat(codeOf(loopback::encode)).isEqualTo(Status.Code.UNAVAILABLE);
    }
  }

  @Test
  void drain_twice_happensOnce() {
    try (Loopback loopback =
        new Loopback(NO_PAGE, p -> p.service(ENCODER).onDrain(() -> order.add("hook")))) {
      loopback.process().drain();
      loopback.process().drain();
      assertThat(order).containsExactly("hook");
    }
  }

  private static Status.Code codeOf(Runnable call) {
    StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call::run);
    return failure == null ? Status.Code.OK : failure.getStatus().getCode();
  }

  private static void awaitUninterruptibly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
