package io.latentmesh.serving.tracing;

import io.grpc.stub.StreamObserver;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import java.util.function.Consumer;

/** What a collector says to a batch of spans, in the SDK's terms. */
final class CollectorAnswer implements StreamObserver<byte[]> {
  private final Consumer<GrpcResponse> onResponse;
  private final Consumer<Throwable> onError;

  CollectorAnswer(Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
    this.onResponse = onResponse;
    this.onError = onError;
  }

  @Override
  public void onNext(byte[] message) {
    onResponse.accept(new Taken(message));
  }

  @Override
  public void onError(Throwable failure) {
    onError.accept(failure);
  }

  @Override
  public void onCompleted() {}

  private static final class Taken implements GrpcResponse {
    private final byte[] message;

    Taken(byte[] message) {
      this.message = message;
    }

    @Override
    public GrpcStatusCode getStatusCode() {
      return GrpcStatusCode.OK;
    }

    @Override
    public String getStatusDescription() {
      return "";
    }

    @Override
    public byte[] getResponseMessage() {
      return message;
    }
  }
}
