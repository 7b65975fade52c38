package io.latentmesh.orchestrator.edge;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.latentmesh.orchestrator.generation.Generations;
import io.latentmesh.orchestrator.jobs.JobReader;
import io.latentmesh.orchestrator.model.ModelCatalog;
import io.latentmesh.serving.Errors;
import io.latentmesh.serving.KnownValues;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.serving.Violations;
import io.latentmesh.v1.CancelJobRequest;
import io.latentmesh.v1.CancelJobResponse;
import io.latentmesh.v1.GenerateImagesRequest;
import io.latentmesh.v1.GenerateImagesResponse;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.GetJobRequest;
import io.latentmesh.v1.GetJobResponse;
import io.latentmesh.v1.ImageServiceGrpc.ImageServiceImplBase;
import io.latentmesh.v1.ImageServiceTokenizeRequest;
import io.latentmesh.v1.ImageServiceTokenizeResponse;
import io.latentmesh.v1.ListModelsRequest;
import io.latentmesh.v1.ListModelsResponse;
import io.latentmesh.v1.ListSamplersRequest;
import io.latentmesh.v1.ListSamplersResponse;
import io.latentmesh.v1.WatchRequest;
import io.latentmesh.v1.WatchResponse;

/**
 * {@code ImageService}.
 *
 * <p>A generation is a job with a virtual thread of its own; a call that wants its events is a
 * listener of the job, with another. So a call may end before its generation, and a generation may
 * have many calls. The handlers' threads must not wait for either, because a call's readiness is
 * announced on them.
 */
public final class GrpcImageService extends ImageServiceImplBase {
  private final GrpcJobs jobs;
  private final ModelCatalog catalog;
  private final Generations generations;

  public GrpcImageService(GrpcJobs jobs, ModelCatalog catalog, Generations generations) {
    this.jobs = jobs;
    this.catalog = catalog;
    this.generations = generations;
  }

  @Override
  public void generate(GenerateRequest request, StreamObserver<GenerateResponse> responses) {
    GrpcEventStream.start(jobs.submit(request), 1, call(responses), event -> event);
  }

  @Override
  public void generateImages(
      GenerateImagesRequest request, StreamObserver<GenerateImagesResponse> responses) {
    GrpcUnaryReply.start(submit(request), call(responses));
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> responses) {
    new Violations()
        .check(
            request.getFromSequence() >= 0,
            "from_sequence",
            "must be 0 or more, was %d".formatted(request.getFromSequence()))
        .throwIfAny();
    GrpcEventStream.start(
        jobs.watch(request.getJobId()),
        Math.max(1, request.getFromSequence()),
        call(responses),
        event -> WatchResponse.newBuilder().setEvent(event).build());
  }

  @Override
  public void getJob(GetJobRequest request, StreamObserver<GetJobResponse> responses) {
    responses.onNext(GetJobResponse.newBuilder().setJob(jobs.get(request.getJobId())).build());
    responses.onCompleted();
  }

  @Override
  public void cancelJob(CancelJobRequest request, StreamObserver<CancelJobResponse> responses) {
    try {
      var job = jobs.cancel(request.getJobId());
      responses.onNext(CancelJobResponse.newBuilder().setJob(job).build());
      responses.onCompleted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Errors.fail(responses, e);
    }
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> responses) {
    responses.onNext(GrpcListings.models(catalog.list()));
    responses.onCompleted();
  }

  @Override
  public void listSamplers(
      ListSamplersRequest request, StreamObserver<ListSamplersResponse> responses) {
    responses.onNext(GrpcListings.samplers());
    responses.onCompleted();
  }

  @Override
  public void tokenize(
      ImageServiceTokenizeRequest request, StreamObserver<ImageServiceTokenizeResponse> responses) {
    var violations = new Violations();
    KnownValues.check(request, violations);
    violations.throwIfAny();
    try {
      responses.onNext(
          GrpcPrompts.response(generations.tokens(GrpcRequests.request(request.getRequest()))));
      responses.onCompleted();
    } catch (ServiceException refusal) {
      throw GrpcUnaryReply.translated(refusal);
    }
  }

  private JobReader submit(GenerateImagesRequest request) {
    try {
      return jobs.submit(request.getRequest());
    } catch (ServiceException refusal) {
      throw GrpcUnaryReply.translated(refusal);
    }
  }

  private static <R> ServerCallStreamObserver<R> call(StreamObserver<R> responses) {
    return (ServerCallStreamObserver<R>) responses;
  }
}
