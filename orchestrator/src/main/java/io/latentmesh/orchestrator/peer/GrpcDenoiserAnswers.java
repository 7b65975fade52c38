package io.latentmesh.orchestrator.peer;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.Evaluated;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the transport's thread puts a stream's answers down and the image's thread picks them up.
 * Never blocks the transport.
 */
final class GrpcDenoiserAnswers implements StreamObserver<DenoiseResponse> {
  private static final int FRAME_BYTES = 5;

  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean draining;

  /** What a waiting image gets. */
  sealed interface Answer {}

  record Answered(Evaluated evaluated) implements Answer {}

  /** The stream is over. */
  record Failed(Throwable failure) implements Answer {}

  /** The next answer, waited for at most so long; a failure is the last one. */
  Optional<Answer> poll(long nanos) throws InterruptedException {
    return Optional.ofNullable(answers.poll(nanos, TimeUnit.NANOSECONDS));
  }

  /** Received so far. */
  long bytes() {
    return bytes.get();
  }

  /** Whether the replica said that it is going away. */
  boolean draining() {
    return draining;
  }

  @Override
  public void onNext(DenoiseResponse response) {
    bytes.addAndGet(FRAME_BYTES + response.getSerializedSize());
    switch (response.getMessageCase()) {
      case EVALUATED -> answers.add(new Answered(response.getEvaluated()));
      case DRAINING -> draining = true;
      // Opened needs no answer, and unknown messages are a newer peer's.
      case OPENED, MESSAGE_NOT_SET -> {}
    }
  }

  @Override
  public void onError(Throwable t) {
    answers.add(new Failed(t));
  }

  @Override
  public void onCompleted() {
    answers.add(
        new Failed(
            Status.UNAVAILABLE.withDescription("the denoiser ended the stream").asException()));
  }
}
