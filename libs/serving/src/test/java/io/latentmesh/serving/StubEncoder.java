package io.latentmesh.serving;

import io.grpc.stub.StreamObserver;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc.TextEncoderServiceImplBase;

/** A unary service whose Encode does what the test says. */
final class StubEncoder extends TextEncoderServiceImplBase {
  private final Handler handler;

  StubEncoder(Handler handler) {
    this.handler = handler;
  }

  @Override
  public void encode(EncodeRequest request, StreamObserver<EncodeResponse> responses) {
    responses.onNext(handler.encode(request));
    responses.onCompleted();
  }

  @FunctionalInterface
  interface Handler {
    EncodeResponse encode(EncodeRequest request);
  }
}
