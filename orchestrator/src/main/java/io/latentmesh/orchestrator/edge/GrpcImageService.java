package io.latentmesh.orchestrator.edge;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.latentmesh.orchestrator.generation.Generations;
import io.latentmesh.orchestrator.generation.ImageThreads;
import io.latentmesh.orchestrator.model.ModelCatalog;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.serving.Errors;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.v1.GenerateImagesRequest;
import io.latentmesh.v1.GenerateImagesResponse;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.ImageServiceGrpc.ImageServiceImplBase;
import io.latentmesh.v1.ListModelsRequest;
import io.latentmesh.v1.ListModelsResponse;
import io.latentmesh.v1.ListSamplersRequest;
import io.latentmesh.v1.ListSamplersResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code ImageService}.
 *
 * <p>A generation has a virtual thread of its own that carries the call's gRPC context, and the
 * images' threads carry it on: deadline and cancellation reach every stage. The handler's thread
 * must not block, because the call's readiness is announced on it. When the context ends, the
 * generation is interrupted as well, which reaches what is not waiting for a peer.
 */
public final class GrpcImageService extends ImageServiceImplBase {
  private final Generations generations;
  private final ModelCatalog catalog;
  private final GenerationMeters meters;
  private final AtomicBoolean draining = new AtomicBoolean();

  public GrpcImageService(Generations generations, ModelCatalog catalog, GenerationMeters meters) {
    this.generations = generations;
    this.catalog = catalog;
    this.meters = meters;
  }

  /** From now on new generations are refused; those that run are not touched. */
  public void drain() {
    draining.set(true);
  }

  @Override
  public void generate(GenerateRequest request, StreamObserver<GenerateResponse> responses) {
    start(
        GrpcRequests.request(request),
        GrpcStreamReply.on((ServerCallStreamObserver<GenerateResponse>) responses));
  }

  @Override
  public void generateImages(
      GenerateImagesRequest request, StreamObserver<GenerateImagesResponse> responses) {
    start(
        GrpcRequests.request(request.getRequest()),
        GrpcUnaryReply.on((ServerCallStreamObserver<GenerateImagesResponse>) responses));
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> responses) {
    responses.onNext(GrpcListings.models(catalog.require(Optional.empty())));
    responses.onCompleted();
  }

  @Override
  public void listSamplers(
      ListSamplersRequest request, StreamObserver<ListSamplersResponse> responses) {
    responses.onNext(GrpcListings.samplers());
    responses.onCompleted();
  }

  private void start(GenerationRequest request, GrpcReply reply) {
    if (draining.get()) {
      refuse(reply);
      return;
    }
    var generation = new GrpcGeneration(request, reply, meters);
    Context context = Context.current();
    Thread thread =
        Thread.ofVirtual()
            .name("generation")
            .start(
                context.wrap(() ->
                    generation.run(
                        listener -> generations.generate(request, imageThreads(), listener))));
    context.addListener(ended -> thread.interrupt(), Runnable::run);
  }

  private void refuse(GrpcReply reply) {
    meters.ended(GrpcOutcome.SHED, Duration.ZERO);
    reply.failed(
        Errors.toStatus(
            ServiceException.of(
                Status.Code.UNAVAILABLE, "DRAINING", "this server is ending; ask another one")));
  }

  private static ImageThreads imageThreads() {
    return new ImageThreads(
        task -> Thread.ofVirtual().name("image").unstarted(Context.current().wrap(task)));
  }
}
