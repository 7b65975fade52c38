package io.latentmesh.orchestrator.edge;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.latentmesh.orchestrator.generation.GenerationEvent;
import io.latentmesh.orchestrator.generation.GenerationStats;
import io.latentmesh.v1.Completed;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.Image;
import io.latentmesh.v1.ImageChunk;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Answers {@code Generate}, no faster than the client reads.
 *
 * <p>gRPC buffers without bound whatever is sent before the client is ready. So progress that finds
 * the client not ready is held back, one message per image, each replaced by the next; everything
 * else waits, and with it the image's thread. What a slow client costs is then at most the pictures
 * of its own request.
 */
final class GrpcStreamReply implements GrpcReply {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Written to under the lock only: gRPC allows one writer at a time.
  private final ServerCallStreamObserver<GenerateResponse> call;

  /** The latest progress of each image that the client was not ready for. */
  @GuardedBy("lock")
  private final Map<Integer, GenerateResponse> heldBack = new TreeMap<>();

  private GrpcStreamReply(ServerCallStreamObserver<GenerateResponse> call) {
    this.call = call;
  }

  /** To be called on the handler's thread, while the call's handlers can still be set. */
  static GrpcStreamReply on(ServerCallStreamObserver<GenerateResponse> call) {
    var reply = new GrpcStreamReply(call);
    call.setOnReadyHandler(reply::readyOrCancelled);
    call.setOnCancelHandler(reply::readyOrCancelled);
    return reply;
  }

  @Override
  public void event(GenerationEvent event) {
    switch (event) {
      case GenerationEvent.Accepted accepted ->
          send(response().setAccepted(GrpcResponses.accepted(accepted)).build());
      case GenerationEvent.Progress progress ->
          sendOrHoldBack(
              progress.image(), response().setProgress(GrpcResponses.progress(progress)).build());
      case GenerationEvent.Queued queued ->
          sendOrHoldBack(0, response().setProgress(GrpcResponses.progress(queued)).build());
      case GenerationEvent.Preview preview ->
          sendOrHoldBack(
              -1 - preview.image(), response().setPreview(GrpcResponses.preview(preview)).build());
      case GenerationEvent.Image image -> sendImage(GrpcResponses.image(image));
    }
  }

  @Override
  public void completed(GenerationStats stats) {
    var completed = Completed.newBuilder().setStats(GrpcResponses.stats(stats));
    send(response().setCompleted(completed).build());
    lock.lock();
    try {
      call.onCompleted();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void failed(StatusRuntimeException status) {
    lock.lock();
    try {
      call.onError(status);
    } finally {
      lock.unlock();
    }
  }

  private void sendImage(Image whole) {
    send(response().setImage(GrpcResponses.beginning(whole)).build());
    for (ImageChunk chunk : GrpcResponses.chunks(whole)) {
      send(response().setImageChunk(chunk).build());
    }
  }

  private void sendOrHoldBack(int image, GenerateResponse progress) {
    lock.lock();
    try {
      heldBack.put(image, progress);
      sendHeldBack();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the client, tells it first where the images are, then sends. */
  private void send(GenerateResponse response) {
    lock.lock();
    try {
      sendHeldBack();
      while (!call.isReady()) {
        if (call.isCancelled()) {
          throw new CancellationException("the client has gone");
        }
        changed.await();
      }
      call.onNext(response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while waiting for the client");
      cancelled.initCause(e);
      throw cancelled;
    } finally {
      lock.unlock();
    }
  }

  private void readyOrCancelled() {
    lock.lock();
    try {
      sendHeldBack();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void sendHeldBack() {
    var oldestFirst = heldBack.values().iterator();
    while (oldestFirst.hasNext() && call.isReady() && !call.isCancelled()) {
      call.onNext(oldestFirst.next());
      oldestFirst.remove();
    }
  }

  private static GenerateResponse.Builder response() {
    return GenerateResponse.newBuilder();
  }
}
