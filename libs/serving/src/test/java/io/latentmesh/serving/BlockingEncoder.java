package io.latentmesh.serving;

import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc.TextEncoderServiceImplBase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** Answers when its caller has gone away. */
final class BlockingEncoder extends TextEncoderServiceImplBase {
  private final Semaphore entered;

  /**
   * @param entered gains a permit with each call that is here
   */
  BlockingEncoder(Semaphore entered) {
    this.entered = entered;
  }

  @Override
  public void encode(EncodeRequest request, StreamObserver<EncodeResponse> responses) {
    CountDownLatch cancelled = new CountDownLatch(1);
    Context.current().addListener(_ -> cancelled.countDown(), Runnable::run);
    entered.release();
    try {
      cancelled.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
