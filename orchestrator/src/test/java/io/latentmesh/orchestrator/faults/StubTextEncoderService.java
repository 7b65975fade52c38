package io.latentmesh.orchestrator.faults;

import io.grpc.stub.StreamObserver;
import io.latentmesh.orchestrator.peer.GrpcLatents;
import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.orchestrator.stage.FakeTextEncoder;
import io.latentmesh.orchestrator.stage.TextEncoder.Input;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGetModelRequest;
import io.latentmesh.v1.TextEncoderServiceGetModelResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc.TextEncoderServiceImplBase;
import java.util.List;

/** {@link FakeTextEncoder} as a service. */
final class StubTextEncoderService extends TextEncoderServiceImplBase {
  @Override
  public void encode(EncodeRequest request, StreamObserver<EncodeResponse> responses) {
    List<Input> texts =
        request.getInputsList().stream()
            .map(input -> new Input(input.getText(), input.getClipSkip()))
            .toList();
    var response = EncodeResponse.newBuilder();
    new FakeTextEncoder()
        .encode(request.getModel(), texts)
        .forEach(conditioning -> response.addConditionings(message(conditioning)));
    responses.onNext(response.build());
    responses.onCompleted();
  }

  @Override
  public void getModel(
      TextEncoderServiceGetModelRequest request,
      StreamObserver<TextEncoderServiceGetModelResponse> responses) {
    var model = new FakeTextEncoder().describe();
    responses.onNext(
        TextEncoderServiceGetModelResponse.newBuilder()
            .setIdentity(StubIdentity.message(model.identity()))
            .setContextLength(model.contextLength())
            .setHiddenSize(model.hiddenSize())
            .setLayers(model.layers())
            .build());
    responses.onCompleted();
  }

  private static io.latentmesh.v1.Conditioning message(Conditioning conditioning) {
    return io.latentmesh.v1.Conditioning.newBuilder()
        .setHiddenStates(GrpcLatents.hiddenStates(conditioning))
        .setTokenIds(TensorCodec.ofLongs(conditioning.tokenIds()))
        .setTokenCount(conditioning.tokenCount())
        .setTruncated(conditioning.truncated())
        .build();
  }
}
