package io.latentmesh.bench.stub;

import io.grpc.stub.StreamObserver;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.Conditioning;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGetModelRequest;
import io.latentmesh.v1.TextEncoderServiceGetModelResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import java.util.List;
import java.util.SplittableRandom;

/** Answers at once: numbers that depend on the text alone. */
final class StubTextEncoder extends TextEncoderServiceGrpc.TextEncoderServiceImplBase {
  private final StubModel model;

  StubTextEncoder(StubModel model) {
    this.model = model;
  }

  @Override
  public void encode(EncodeRequest request, StreamObserver<EncodeResponse> responses) {
    var response = EncodeResponse.newBuilder();
    request.getInputsList().forEach(input -> response.addConditionings(of(input.getText())));
    responses.onNext(response.build());
    responses.onCompleted();
  }

  @Override
  public void getModel(
      TextEncoderServiceGetModelRequest request,
      StreamObserver<TextEncoderServiceGetModelResponse> responses) {
    responses.onNext(model.textEncoder());
    responses.onCompleted();
  }

  private Conditioning of(String text) {
    var random = new SplittableRandom(text.hashCode());
    float[] states = new float[StubModel.TOKENS * model.textWidth()];
    for (int i = 0; i < states.length; i++) {
      states[i] = (float) random.nextDouble(-1, 1);
    }
    return Conditioning.newBuilder()
        .setHiddenStates(
            TensorCodec.ofFloats(
                states, List.of((long) StubModel.TOKENS, (long) model.textWidth())))
        .setTokenIds(TensorCodec.ofLongs(new long[StubModel.TOKENS]))
        .setTokenCount(1)
        .build();
  }
}
