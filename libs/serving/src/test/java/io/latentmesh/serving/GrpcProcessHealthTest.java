package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GrpcProcessHealthTest {
  private static final StubEncoder ENCODER =
      new StubEncoder(request -> EncodeResponse.getDefaultInstance());

  @Test
  void started_wholeProcess_isNotServing() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      assertThat(loopback.health("")).isEqualTo(ServingStatus.NOT_SERVING);
    }
  }

  @Test
  void started_service_isNotServing() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      assertThat(loopback.health(TextEncoderServiceGrpc.SERVICE_NAME))
          .isEqualTo(ServingStatus.NOT_SERVING);
    }
  }

  @Test
  void started_liveness_isServing() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      assertThat(loopback.health("liveness")).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void stuck_liveness_isNotServingUntilItIsTakenBack() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      loopback.process().serving();
      loopback.process().stuck();
      assertThat(loopback.health("liveness")).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(loopback.health("")).isEqualTo(ServingStatus.SERVING);
      loopback.process().unstuck();
      assertThat(loopback.health("liveness")).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void serving_wholeProcess_isServing() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      loopback.process().serving();
      assertThat(loopback.health("")).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void serving_service_isServing() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      loopback.process().serving();
      assertThat(loopback.health(TextEncoderServiceGrpc.SERVICE_NAME))
          .isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void notServing_afterServing_isNotServing() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      loopback.process().serving();
      loopback.process().notServing();
      assertThat(loopback.health("")).isEqualTo(ServingStatus.NOT_SERVING);
    }
  }

  @Test
  void loading_startup_isNotServing() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      assertThat(loopback.health("startup")).isEqualTo(ServingStatus.NOT_SERVING);
    }
  }

  @Test
  void started_startupAlone_isServing() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      loopback.process().started();
      assertThat(loopback.health("startup")).isEqualTo(ServingStatus.SERVING);
      assertThat(loopback.health("")).isEqualTo(ServingStatus.NOT_SERVING);
    }
  }

  @Test
  void notServing_startupAndLiveness_stillServe() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      loopback.process().serving();
      loopback.process().notServing();
      assertThat(loopback.health("startup")).isEqualTo(ServingStatus.SERVING);
      assertThat(loopback.health("liveness")).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void health_everyHandlerBlocked_isAnswered() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(64);
    CountDownLatch gate = new CountDownLatch(1);
    StubEncoder blocked =
        new StubEncoder(request -> {
          entered.countDown();
          await(gate);
          return EncodeResponse.getDefaultInstance();
        });
    try (Loopback loopback = Loopback.of(blocked);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 64).forEach(i -> callers.execute(loopback::encode));
      entered.await();
      assertThat(loopback.health("liveness")).isEqualTo(ServingStatus.SERVING);
      gate.countDown();
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
