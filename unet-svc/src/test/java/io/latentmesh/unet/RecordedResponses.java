package io.latentmesh.unet;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.Evaluated;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client received, in order. */
final class RecordedResponses implements StreamObserver<DenoiseResponse> {
  private final List<DenoiseResponse> messages = new ArrayList<>();
  private @Nullable Status end; // null while the stream is open

  @Override
  public void onNext(DenoiseResponse message) {
    messages.add(message);
  }

  @Override
  public void onError(Throwable error) {
    end = Status.fromThrowable(error);
  }

  @Override
  public void onCompleted() {
    end = Status.OK;
  }

  List<DenoiseResponse> messages() {
    return messages;
  }

  /** Kinds of the messages so far. */
  List<DenoiseResponse.MessageCase> kinds() {
    return messages.stream().map(DenoiseResponse::getMessageCase).toList();
  }

  List<Evaluated> evaluated() {
    return messages.stream()
        .filter(DenoiseResponse::hasEvaluated)
        .map(DenoiseResponse::getEvaluated)
        .toList();
  }

  boolean isOpen() {
    return end == null;
  }

  /** How the stream ended; UNKNOWN while it has not. */
  Status.Code code() {
    Status status = end;
    return status == null ? Status.Code.UNKNOWN : status.getCode();
  }

  String description() {
    Status status = end;
    return status == null ? "" : String.valueOf(status.getDescription());
  }
}
