package io.latentmesh.bench.step;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Puts answers down for the thread that waits for them; at most one is under way. */
public final class Answers<T> implements StreamObserver<T> {
  private final BlockingQueue<Object> answers = new ArrayBlockingQueue<>(2);
  private final Class<T> type;

  public Answers(Class<T> type) {
    this.type = type;
  }

  /** Waits for the next answer; fails as the stream failed. */
  public T take() {
    try {
      Object answer = answers.take();
      if (answer instanceof Throwable failure) {
        throw new IllegalStateException("the stream failed", failure);
      }
      return type.cast(answer);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void onNext(T answer) {
    answers.add(answer);
  }

  @Override
  public void onError(Throwable failure) {
    answers.add(failure);
  }

  @Override
  public void onCompleted() {
    answers.offer(new IllegalStateException("the stream has ended"));
  }
}
