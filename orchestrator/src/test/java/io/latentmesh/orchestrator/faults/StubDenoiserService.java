package io.latentmesh.orchestrator.faults;

import io.grpc.stub.StreamObserver;
import io.latentmesh.orchestrator.peer.GrpcLatents;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.stage.Claim;
import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.orchestrator.stage.DenoiserStream;
import io.latentmesh.orchestrator.stage.FakeDenoiser;
import io.latentmesh.orchestrator.stage.Priority;
import io.latentmesh.orchestrator.stage.StreamOpening;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.DenoiserConditioning;
import io.latentmesh.v1.DenoiserServiceGetModelRequest;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import io.latentmesh.v1.DenoiserServiceGrpc.DenoiserServiceImplBase;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.Evaluated;
import io.latentmesh.v1.Open;
import io.latentmesh.v1.Opened;
import org.jspecify.annotations.Nullable;

/** {@link FakeDenoiser} as a service: answers depend on the requests alone. */
final class StubDenoiserService extends DenoiserServiceImplBase {
  @Override
  public StreamObserver<DenoiseRequest> denoise(StreamObserver<DenoiseResponse> responses) {
    return new Stream(responses);
  }

  @Override
  public void getModel(
      DenoiserServiceGetModelRequest request,
      StreamObserver<DenoiserServiceGetModelResponse> responses) {
    var model = new FakeDenoiser().describe();
    responses.onNext(
        DenoiserServiceGetModelResponse.newBuilder()
            .setIdentity(StubIdentity.message(model.identity()))
            .setInChannels(model.inChannels())
            .setOutChannels(model.outChannels())
            .setConditioningWidth(model.conditioningWidth())
            .setSampleSize(model.sampleSize())
            .setSchedulerConfigJson(model.schedulerConfigJson())
            .build());
    responses.onCompleted();
  }

  private static final class Stream implements StreamObserver<DenoiseRequest> {
    private final StreamObserver<DenoiseResponse> responses;
    private @Nullable DenoiserStream network; // Null until opened.
    private LatentShape shape = new LatentShape(1, 1, 1);

    Stream(StreamObserver<DenoiseResponse> responses) {
      this.responses = responses;
    }

    @Override
    public void onNext(DenoiseRequest request) {
      if (request.hasOpen()) {
        open(request.getOpen());
        return;
      }
      DenoiserStream opened = network;
      if (opened == null) {
        throw new IllegalStateException("an evaluation before the opening");
      }
      responses.onNext(
          DenoiseResponse.newBuilder()
              .setEvaluated(evaluated(opened, request.getEvaluate()))
              .build());
    }

    @Override
    public void onError(Throwable t) {}

    @Override
    public void onCompleted() {
      responses.onCompleted();
    }

    private void open(Open open) {
      shape =
          new LatentShape(
              Math.toIntExact(open.getLatentShape(0)),
              Math.toIntExact(open.getLatentShape(1)),
              Math.toIntExact(open.getLatentShape(2)));
      var conditionings = open.getConditioningsList().stream().map(Stream::conditioning).toList();
      network =
          new FakeDenoiser()
              .open(
                  new StreamOpening(
                      open.getModel(),
                      shape,
                      conditionings,
                      open.getImageId(),
                      new Claim("", 1, Priority.INTERACTIVE, 0)));
      responses.onNext(DenoiseResponse.newBuilder().setOpened(Opened.getDefaultInstance()).build());
    }

    private Evaluated evaluated(DenoiserStream opened, Evaluate evaluate) {
      var latent = Latent.of(shape, TensorCodec.floats(evaluate.getLatent(), "latent"));
      var evaluated = Evaluated.newBuilder().setEvaluation(evaluate.getEvaluation());
      opened
          .predict(latent, evaluate.getTimestep(), evaluate.getConditioningsList())
          .forEach(prediction -> evaluated.addPredictions(GrpcLatents.tensor(prediction)));
      return evaluated.build();
    }

    private static Conditioning conditioning(DenoiserConditioning message) {
      int tokens = Math.toIntExact(message.getHiddenStates().getShape(0));
      return new Conditioning(
          new long[tokens], TensorCodec.floats(message.getHiddenStates(), "hidden_states"), 0);
    }
  }
}
