package io.latentmesh.serving;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.DenoiserServiceGrpc;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A long stream whose every message is answered, seen from the client. */
final class EchoStream implements StreamObserver<DenoiseResponse> {
  private static final int PATIENCE_SECONDS = 60;

  private final Semaphore answers = new Semaphore(0);
  private final CompletableFuture<Status> end = new CompletableFuture<>();
  private StreamObserver<DenoiseRequest> requests = new Nobody();

  private EchoStream() {}

  static StubDenoiser service() {
    return new StubDenoiser(
        (_, responses) -> responses.onNext(DenoiseResponse.getDefaultInstance()));
  }

  static EchoStream open(Channel channel) {
    EchoStream stream = new EchoStream();
    stream.requests = DenoiserServiceGrpc.newStub(channel).withWaitForReady().denoise(stream);
    return stream;
  }

  /** Whether a message comes back; false if the stream ends instead. */
  boolean echo() {
    requests.onNext(DenoiseRequest.getDefaultInstance());
    Await.until("an answer or the end", () -> answers.availablePermits() > 0 || end.isDone());
    return answers.tryAcquire();
  }

  /** How it ended; waits for that. */
  Status end() {
    return end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void onNext(DenoiseResponse response) {
    answers.release();
  }

  @Override
  public void onError(Throwable error) {
    end.complete(Status.fromThrowable(error));
  }

  @Override
  public void onCompleted() {
    end.complete(Status.OK);
  }

  private static final class Nobody implements StreamObserver<DenoiseRequest> {
    @Override
    public void onNext(DenoiseRequest request) {}

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onCompleted() {}
  }
}
