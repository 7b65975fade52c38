package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.DenoiserServiceGrpc;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class GrpcProcessThreadsTest {
  private static final Map<String, String> NO_PAGE = Map.of("server.metrics-port", "-1");

  @Test
  void service_handler_runsOnVirtualThread() {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    StubEncoder encoder =
        new StubEncoder(request -> {
          thread.complete(Thread.currentThread());
          return EncodeResponse.getDefaultInstance();
        });
    try (Loopback loopback = Loopback.of(encoder)) {
      loopback.encode();
      assertThat(thread.join().isVirtual()).isTrue();
    }
  }

  @Test
  void service_handler_carriesTheCallersDeadline() {
    CompletableFuture<Deadline> deadline = new CompletableFuture<>();
    StubEncoder encoder =
        new StubEncoder(request -> {
          deadline.complete(Context.current().getDeadline());
          return EncodeResponse.getDefaultInstance();
        });
    try (Loopback loopback = Loopback.of(encoder)) {
      var _ =
          TextEncoderServiceGrpc.newBlockingStub(loopback.channel())
              .withDeadlineAfter(1, TimeUnit.HOURS)
              .encode(EncodeRequest.getDefaultInstance());
      assertThat(deadline.join().timeRemaining(TimeUnit.MINUTES)).isBetween(50L, 60L);
    }
  }

  @Test
  void directService_everyMessage_isHandledOnTheTransportsThread() {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> second = new CompletableFuture<>();
    StubDenoiser denoiser =
        new StubDenoiser((request, responses) -> {
          String thread = Thread.currentThread().getName();
          if (!first.complete(thread)) {
            second.complete(thread);
          }
        });
    try (Loopback loopback = new Loopback(NO_PAGE, p -> p.directService(denoiser))) {
      StreamObserver<DenoiseRequest> requests =
          DenoiserServiceGrpc.newStub(loopback.channel()).denoise(new Ignored());
      requests.onNext(DenoiseRequest.getDefaultInstance());
      requests.onNext(DenoiseRequest.getDefaultInstance());
      assertThat(first.join()).startsWith("grpc-default-worker-ELG").isEqualTo(second.join());
    }
  }

  @Test
  void streamingChannel_answers_arriveOnTheTransportsThread() {
    CompletableFuture<String> thread = new CompletableFuture<>();
    StubDenoiser denoiser =
        new StubDenoiser(
            (request, responses) -> responses.onNext(DenoiseResponse.getDefaultInstance()));
    try (Loopback loopback = new Loopback(NO_PAGE, p -> p.directService(denoiser))) {
      var channel =
          Peers.streamingChannel(
                  Loopback.UPSTREAM,
                  Loopback.peer(loopback.process().port()),
                  Observation.of(loopback.metrics()))
              .channel();
      try {
        DenoiserServiceGrpc.newStub(channel)
            .denoise(
                new Ignored() {
                  @Override
                  public void onNext(DenoiseResponse response) {
                    thread.complete(Thread.currentThread().getName());
                  }
                })
            .onNext(DenoiseRequest.getDefaultInstance());
        assertThat(thread.join()).startsWith("grpc-default-worker-ELG");
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static class Ignored implements StreamObserver<DenoiseResponse> {
    @Override
    public void onNext(DenoiseResponse response) {}

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onCompleted() {}
  }
}
