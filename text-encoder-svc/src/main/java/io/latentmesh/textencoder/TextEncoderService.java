package io.latentmesh.textencoder;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.serving.model.ForwardMetrics;
import io.latentmesh.serving.model.ModelShelf;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.Conditioning;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGetModelRequest;
import io.latentmesh.v1.TextEncoderServiceGetModelResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import io.latentmesh.v1.Token;
import io.latentmesh.v1.TokenizeRequest;
import io.latentmesh.v1.TokenizeResponse;
import java.util.List;

/** The text encoder on the wire. Its handlers block, so they need virtual threads. */
final class TextEncoderService extends TextEncoderServiceGrpc.TextEncoderServiceImplBase {
  private final ModelShelf<LoadedTextEncoder> models;
  private final ForwardMetrics metrics;

  TextEncoderService(ModelShelf<LoadedTextEncoder> models, ForwardMetrics metrics) {
    this.models = models;
    this.metrics = metrics;
  }

  @Override
  public void encode(EncodeRequest request, StreamObserver<EncodeResponse> responses) {
    try (var lease = models.borrow(request.getModel(), "model")) {
      encode(request, lease.model(), responses);
    }
  }

  private void encode(
      EncodeRequest request, LoadedTextEncoder model, StreamObserver<EncodeResponse> responses) {
    TextRequests.check(request, model.description().getLayers());
    List<SharedForwards.Item> items =
        request.getInputsList().stream()
            .map(input ->
                new SharedForwards.Item(
                    model.tokenizer().window(input.getText()), input.getClipSkip()))
            .toList();
    List<EncodedText> encoded = model.forwards().encode(items);
    EncodeResponse.Builder response = EncodeResponse.newBuilder();
    for (int i = 0; i < items.size(); i++) {
      response.addConditionings(conditioning(items.get(i).window(), finite(encoded.get(i), i)));
    }
    responses.onNext(response.build());
    responses.onCompleted();
  }

  @Override
  public void tokenize(TokenizeRequest request, StreamObserver<TokenizeResponse> responses) {
    try (var lease = models.borrow(request.getModel(), "model")) {
      tokenize(request, lease.model(), responses);
    }
  }

  private static void tokenize(
      TokenizeRequest request,
      LoadedTextEncoder model,
      StreamObserver<TokenizeResponse> responses) {
    TextRequests.check(request);
    TokenizedText text = model.tokenizer().tokenize(request.getText());
    int most = model.tokenizer().contextLength() - 2;
    TokenizeResponse.Builder response =
        TokenizeResponse.newBuilder().setUsed(Math.min(text.ids().size(), most));
    for (int i = 0; i < text.ids().size(); i++) {
      response.addTokens(
          Token.newBuilder().setId(text.ids().get(i)).setPiece(text.pieces().get(i)));
    }
    responses.onNext(response.build());
    responses.onCompleted();
  }

  @Override
  public void getModel(
      TextEncoderServiceGetModelRequest request,
      StreamObserver<TextEncoderServiceGetModelResponse> responses) {
    responses.onNext(
        models.look(request.getModel(), "model").description().toBuilder()
            .addAllModels(models.names())
            .addAllLoadedModels(models.loadedNames())
            .build());
    responses.onCompleted();
  }

  private EncodedText finite(EncodedText encoded, int input) {
    if (!encoded.isFinite()) {
      metrics.nonFinite();
      throw ServiceException.of(
          Status.Code.INTERNAL,
          "NON_FINITE_OUTPUT",
          "The network's output for inputs[" + input + "] is not finite");
    }
    return encoded;
  }

  private static Conditioning conditioning(TokenWindow window, EncodedText encoded) {
    long tokens = window.ids().length;
    long width = encoded.hiddenStates().length / tokens;
    return Conditioning.newBuilder()
        .setHiddenStates(TensorCodec.ofFloats(encoded.hiddenStates(), List.of(tokens, width)))
        .setPooled(TensorCodec.ofFloats(encoded.pooled(), List.of((long) encoded.pooled().length)))
        .setTokenIds(TensorCodec.ofLongs(window.ids()))
        .setTokenCount(window.tokenCount())
        .setTruncated(window.truncated())
        .build();
  }
}
