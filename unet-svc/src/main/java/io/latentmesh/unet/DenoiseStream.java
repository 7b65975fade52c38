package io.latentmesh.unet;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC side of one image's stream. Requests arrive on the transport's thread and only enqueue,
 * answers arrive on the answers' thread, a drain on a third: one lock makes them a sequence of
 * events for {@link ImageEvaluations}.
 */
final class DenoiseStream implements StreamObserver<DenoiseRequest> {
  private final ReentrantLock lock = new ReentrantLock();
  private final ImageEvaluations evaluations; // only under the lock
  private final Consumer<DenoiseStream> onEnd;

  /**
   * A stream that has received nothing yet.
   *
   * @param onEnd told once that nothing more will happen; runs under the stream's lock
   */
  DenoiseStream(
      ServerCallStreamObserver<DenoiseResponse> client,
      StreamRules rules,
      Consumer<DenoiseStream> onEnd) {
    this.onEnd = onEnd;
    this.evaluations = new ImageEvaluations(client, rules, rules.deadlineNanos(), this::answered);
    client.setOnCancelHandler(() -> handle(evaluations::end));
    // An interceptor may close the call: then it is over for the client, and cancelled by nobody.
    client.setOnCloseHandler(() -> handle(evaluations::end));
    client.setOnReadyHandler(() -> handle(evaluations::read));
  }

  @Override
  public void onNext(DenoiseRequest request) {
    handle(() -> evaluations.receive(request));
  }

  @Override
  public void onError(Throwable cancelled) {
    handle(evaluations::end);
  }

  @Override
  public void onCompleted() {
    handle(evaluations::halfClose);
  }

  /** Tells the client that this replica is going away; it may go on. */
  void drain() {
    handle(evaluations::drain);
  }

  private void answered(@Nullable Throwable failure) {
    handle(() -> evaluations.answered(failure));
  }

  /** Outermost frame of every event: whatever goes wrong ends this stream and no other. */
  private void handle(Runnable event) {
    lock.lock();
    try {
      if (!evaluations.ended()) {
        run(event);
      }
    } finally {
      lock.unlock();
    }
  }

  private void run(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      evaluations.fail(e);
    }
    if (evaluations.ended()) {
      onEnd.accept(this);
    }
  }
}
