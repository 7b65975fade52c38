package io.latentmesh.orchestrator.edge;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A client that reads only as many messages as it is told to. */
final class SlowReader implements ClientResponseObserver<GenerateRequest, GenerateResponse> {
  private final BlockingQueue<GenerateResponse> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<ClientCallStreamObserver<GenerateRequest>> call =
      new CompletableFuture<>();
  private volatile int initially;

  /** Reads whatever comes. */
  SlowReader reading() {
    initially = Integer.MAX_VALUE;
    return this;
  }

  /** Reads {@code count} more messages. */
  void read(int count) {
    call.join().request(count);
  }

  /** The next message read, waited for. */
  GenerateResponse next() throws InterruptedException {
    return received.take();
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<GenerateRequest> stream) {
    stream.disableAutoRequestWithInitial(initially);
    call.complete(stream);
  }

  @Override
  public void onNext(GenerateResponse response) {
    received.add(response);
  }

  @Override
  public void onError(Throwable error) {}

  @Override
  public void onCompleted() {}
}
