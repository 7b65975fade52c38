package io.latentmesh.unet;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.latentmesh.serving.model.ModelShelf;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.DenoiserServiceGetModelRequest;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import io.latentmesh.v1.DenoiserServiceGrpc;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The denoiser on the wire. Its handlers run on the transport's threads and only enqueue. */
final class DenoiserService extends DenoiserServiceGrpc.DenoiserServiceImplBase {
  private final ModelShelf<LoadedDenoiser> models;
  private final StreamRules rules;
  private final Set<DenoiseStream> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  /**
   * A service without streams.
   *
   * @param replica how this process is named in logs elsewhere
   */
  DenoiserService(
      ModelShelf<LoadedDenoiser> models,
      UnetSettings.Limits limits,
      Supplier<String> replica,
      LongSupplier nanoTime) {
    this.models = models;
    this.rules =
        new StreamRules(new OpenReader(models, limits), limits.maxOutstanding(), replica, nanoTime);
  }

  @Override
  public StreamObserver<DenoiseRequest> denoise(StreamObserver<DenoiseResponse> responses) {
    var client = (ServerCallStreamObserver<DenoiseResponse>) responses;
    DenoiseStream stream = new DenoiseStream(client, rules, streams::remove);
    streams.add(stream);
    if (draining) {
      stream.drain();
    }
    return stream;
  }

  @Override
  public void getModel(
      DenoiserServiceGetModelRequest request,
      StreamObserver<DenoiserServiceGetModelResponse> responses) {
    responses.onNext(
        models.look(request.getModel(), "model").descriptionNow().toBuilder()
            .addAllModels(models.names())
            .addAllLoadedModels(models.loadedNames())
            .build());
    responses.onCompleted();
  }

  /** Tells every stream, and those that still come, that this replica is going away. */
  void drain() {
    draining = true;
    streams.forEach(DenoiseStream::drain);
  }

  /** Streams that have not ended. */
  int activeStreams() {
    return streams.size();
  }
}
