package io.latentmesh.unet;

import io.grpc.stub.StreamObserver;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.DenoiserServiceGrpc.DenoiserServiceStub;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One stream over a network, for tests that wait for each answer. */
final class DenoiseClient implements StreamObserver<DenoiseResponse> {
  private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
  private final StreamObserver<DenoiseRequest> requests;

  DenoiseClient(DenoiserServiceStub stub) {
    this.requests = stub.denoise(this);
  }

  void send(DenoiseRequest request) {
    requests.onNext(request);
  }

  void halfClose() {
    requests.onCompleted();
  }

  /** The next message; an {@link AssertionError} when the stream ends instead. */
  DenoiseResponse next() throws InterruptedException {
    Object event = events.poll(60, TimeUnit.SECONDS);
    if (event instanceof DenoiseResponse response) {
      return response;
    }
    throw new AssertionError("must be a message, was " + event);
  }

  /** How the stream ended: "completed" or the error. */
  Object end() throws InterruptedException {
    Object event = events.poll(60, TimeUnit.SECONDS);
    if (event == null || event instanceof DenoiseResponse) {
      throw new AssertionError("must be the end, was " + event);
    }
    return event;
  }

  @Override
  public void onNext(DenoiseResponse response) {
    events.add(response);
  }

  @Override
  public void onError(Throwable error) {
    events.add(error);
  }

  @Override
  public void onCompleted() {
    events.add("completed");
  }
}
