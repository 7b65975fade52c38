package io.latentmesh.orchestrator.peer;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.Evaluated;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the transport's thread puts a stream's answers down and the image's thread picks them up.
 * Never blocks the transport.
 */
final class GrpcDenoiserAnswers implements StreamObserver<DenoiseResponse> {
  private static final Logger log = LoggerFactory.getLogger(GrpcDenoiserAnswers.class);
  private static final int FRAME_BYTES = 5;

  private final String imageId;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final AtomicLong bytes = new AtomicLong();

  GrpcDenoiserAnswers(String imageId) {
    this.imageId = imageId;
  }

  /** What a waiting image gets. */
  sealed interface Answer {}

  record Answered(Evaluated evaluated) implements Answer {}

  /** The stream is over, and so is the image. */
  record Failed(Throwable cause) implements Answer {
    StatusRuntimeException asException() {
      return cause instanceof StatusRuntimeException status
          ? status
          : Status.fromThrowable(cause).asRuntimeException();
    }
  }

  /** The next answer, waited for; a failure is the last one. */
  Answer take() throws InterruptedException {
    return answers.take();
  }

  /** Received so far. */
  long bytes() {
    return bytes.get();
  }

  @Override
  public void onNext(DenoiseResponse response) {
    bytes.addAndGet(FRAME_BYTES + response.getSerializedSize());
    switch (response.getMessageCase()) {
      case EVALUATED -> answers.add(new Answered(response.getEvaluated()));
      case DRAINING -> log.info("denoiser replica is draining image_id={}", imageId);
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
