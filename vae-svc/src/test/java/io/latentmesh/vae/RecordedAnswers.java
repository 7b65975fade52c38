package io.latentmesh.vae;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/** The messages of a call that succeeds. */
final class RecordedAnswers<T> implements StreamObserver<T> {
  private final List<T> messages = new ArrayList<>();

  @Override
  public void onNext(T message) {
    messages.add(message);
  }

  @Override
  public void onError(Throwable error) {
    throw new AssertionError(error);
  }

  @Override
  public void onCompleted() {}

  /** The one answer of a unary call. */
  T only() {
    if (messages.size() != 1) {
      throw new AssertionError("must have one answer, has " + messages.size());
    }
    return messages.getFirst();
  }
}
