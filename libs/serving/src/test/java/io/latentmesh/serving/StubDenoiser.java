package io.latentmesh.serving;

import io.grpc.stub.StreamObserver;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.DenoiserServiceGrpc.DenoiserServiceImplBase;
import java.util.function.BiConsumer;

/** A streaming service that hands each message to the test, with where to answer. */
final class StubDenoiser extends DenoiserServiceImplBase {
  private final BiConsumer<DenoiseRequest, StreamObserver<DenoiseResponse>> handler;

  StubDenoiser(BiConsumer<DenoiseRequest, StreamObserver<DenoiseResponse>> handler) {
    this.handler = handler;
  }

  @Override
  public StreamObserver<DenoiseRequest> denoise(StreamObserver<DenoiseResponse> responses) {
    return new StreamObserver<>() {
      @Override
      public void onNext(DenoiseRequest request) {
        handler.accept(request, responses);
      }

      @Override
      public void onError(Throwable error) {}

      @Override
      public void onCompleted() {
        responses.onCompleted();
      }
    };
  }
}
