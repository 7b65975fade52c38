package io.latentmesh.orchestrator.edge;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.latentmesh.orchestrator.generation.GenerationEvent;
import io.latentmesh.orchestrator.generation.GenerationStats;
import io.latentmesh.serving.FieldViolation;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.v1.GenerateImagesResponse;
import io.latentmesh.v1.Image;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** Answers {@code GenerateImages}: collects the pictures, then sends them all. */
final class GrpcUnaryReply implements GrpcReply {
  // Used by the generation's thread only, once.
  private final StreamObserver<GenerateImagesResponse> call;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final GenerateImagesResponse.Builder response = GenerateImagesResponse.newBuilder();

  @GuardedBy("lock")
  private final Map<Integer, Image> images = new TreeMap<>();

  private GrpcUnaryReply(StreamObserver<GenerateImagesResponse> call) {
    this.call = call;
  }

  /** To be called on the handler's thread. */
  static GrpcUnaryReply on(ServerCallStreamObserver<GenerateImagesResponse> call) {
    call.setOnCancelHandler(() -> {}); // without one, answering a cancelled call throws
    return new GrpcUnaryReply(call);
  }

  @Override
  public void event(GenerationEvent event) {
    lock.lock();
    try {
      switch (event) {
        case GenerationEvent.Accepted accepted -> response.setPlan(GrpcResponses.plan(accepted));
        // Have no place in this form.
        case GenerationEvent.Queued queued -> {}
        case GenerationEvent.Progress progress -> {}
        case GenerationEvent.Preview preview -> {}
        case GenerationEvent.Image image -> images.put(image.index(), GrpcResponses.image(image));
      }
    } finally {
      lock.unlock();
    }
  }

  /** The generation's fields lie one level deeper here. */
  @Override
  public RuntimeException translated(RuntimeException error) {
    if (!(error instanceof ServiceException told) || told.violations().isEmpty()) {
      return error;
    }
    return ServiceException.invalidArgument(
            told.violations().stream()
                .map(v -> new FieldViolation("request." + v.field(), v.description()))
                .toList())
        .withCause(told);
  }

  @Override
  public void completed(GenerationStats stats) {
    call.onNext(response(stats));
    call.onCompleted();
  }

  @Override
  public void failed(StatusRuntimeException status) {
    call.onError(status);
  }

  private GenerateImagesResponse response(GenerationStats stats) {
    lock.lock();
    try {
      return response.addAllImages(images.values()).setStats(GrpcResponses.stats(stats)).build();
    } finally {
      lock.unlock();
    }
  }
}
