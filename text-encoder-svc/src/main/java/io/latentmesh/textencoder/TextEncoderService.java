package io.latentmesh.textencoder;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.latentmesh.serving.KnownValues;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.serving.Violations;
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
import io.latentmesh.v1.TokenChunk;
import io.latentmesh.v1.TokenizeRequest;
import io.latentmesh.v1.TokenizeResponse;
import java.util.ArrayList;
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
    List<TextPlan> plans = plans(request, model);
    List<FinishedText> finished = encode(plans, model.forwards());
    EncodeResponse.Builder response = EncodeResponse.newBuilder();
    for (int i = 0; i < plans.size(); i++) {
      response.addConditionings(conditioning(plans.get(i), finished.get(i)));
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
    TextPlan plan = new TextPlans(model.tokenizer()).of(request);
    TokenizeResponse.Builder response = TokenizeResponse.newBuilder();
    plan.chunks()
        .forEach(chunk -> response.addChunks(TokenChunk.newBuilder().addAllTokens(tokens(chunk))));
    response.setUsed(plan.chunks().stream().mapToInt(List::size).sum());
    response.addAllTokens(tokens(plan.tokens()));
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

  private static List<TextPlan> plans(EncodeRequest request, LoadedTextEncoder model) {
    TextPlans reader = new TextPlans(model.tokenizer());
    Violations violations = new Violations();
    KnownValues.check(request, violations);
    List<TextPlan> plans = request.getInputsList().stream().map(reader::of).toList();
    for (int i = 0; i < plans.size(); i++) {
      String field = "inputs[" + i + "]";
      TextPlans.check(plans.get(i), field, violations);
      TextPlans.check(plans.get(i), model.mask(), field, violations);
    }
    violations.throwIfAny();
    return plans;
  }

  /** All that the texts need in one call, so that it can share a forward. */
  private List<FinishedText> encode(List<TextPlan> plans, SharedForwards forwards) {
    List<EncodedText> answers =
        forwards.encode(plans.stream().flatMap(plan -> plan.items().stream()).toList());
    List<FinishedText> finished = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i < plans.size(); i++) {
      int end = begin + plans.get(i).items().size();
      List<EncodedText> own = answers.subList(begin, end);
      requireFinite(own, i, "The network's output for inputs[%d] is not finite");
      FinishedText text = plans.get(i).finish(own);
      requireFinite(List.of(text.encoded()), i, "The weights of inputs[%d] lead beyond F32");
      finished.add(text);
      begin = end;
    }
    return finished;
  }

  private void requireFinite(List<EncodedText> encoded, int input, String message) {
    if (!encoded.stream().allMatch(EncodedText::isFinite)) {
      metrics.nonFinite();
      throw ServiceException.of(
          Status.Code.INTERNAL, "NON_FINITE_OUTPUT", message.formatted(input));
    }
  }

  private static List<Token> tokens(List<WeightedToken> tokens) {
    return tokens.stream()
        .map(token ->
            Token.newBuilder()
                .setId(token.id())
                .setPiece(token.piece())
                .setWeight(token.weight())
                .build())
        .toList();
  }

  private static Conditioning conditioning(TextPlan plan, FinishedText text) {
    EncodedText encoded = text.encoded();
    long tokens = text.ids().length;
    long width = encoded.hiddenStates().length / tokens;
    return Conditioning.newBuilder()
        .setHiddenStates(TensorCodec.ofFloats(encoded.hiddenStates(), List.of(tokens, width)))
        .setPooled(TensorCodec.ofFloats(encoded.pooled(), List.of((long) encoded.pooled().length)))
        .setTokenIds(TensorCodec.ofLongs(text.ids()))
        .setTokenCount(plan.tokenCount())
        .setTruncated(plan.truncated())
        .build();
  }
}
