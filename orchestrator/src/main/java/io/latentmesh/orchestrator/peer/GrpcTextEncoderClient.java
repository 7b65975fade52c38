package io.latentmesh.orchestrator.peer;

import io.grpc.Channel;
import io.latentmesh.orchestrator.failover.Failover;
import io.latentmesh.orchestrator.failover.WorkKind;
import io.latentmesh.orchestrator.prompt.PromptText;
import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.orchestrator.stage.Priority;
import io.latentmesh.orchestrator.stage.Stage;
import io.latentmesh.orchestrator.stage.TextEncoder;
import io.latentmesh.orchestrator.stage.TextEncoderDescription;
import io.latentmesh.orchestrator.stage.TokenizedText;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGetModelRequest;
import io.latentmesh.v1.TextEncoderServiceGetModelResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import io.latentmesh.v1.TextEncoderServiceGrpc.TextEncoderServiceBlockingStub;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code TextEncoderService} as a {@link TextEncoder}. */
public final class GrpcTextEncoderClient implements TextEncoder {
  private final TextEncoderServiceBlockingStub stub;
  private final UnaryCalls calls;

  public GrpcTextEncoderClient(Channel channel, Failover failover) {
    this.stub = TextEncoderServiceGrpc.newBlockingStub(channel);
    this.calls = new UnaryCalls(Stage.TEXT_ENCODER, channel, failover);
  }

  @Override
  public List<Conditioning> encode(String model, List<Input> texts) {
    var request = EncodeRequest.newBuilder().setModel(model);
    texts.forEach(text -> request.addInputs(GrpcPromptTexts.input(text)));
    return calls.ask(
        new WorkKind(List.of(), texts.size(), Priority.INTERACTIVE),
        new UnaryCalls.Question<>(
            TextEncoderServiceGrpc.getEncodeMethod(),
            request.build(),
            response -> conditionings(response, texts.size())));
  }

  @Override
  public TextEncoderDescription describe(String model) {
    return GrpcStage.call(
        Stage.TEXT_ENCODER,
        () ->
            description(
                stub.withDeadlineAfter(GrpcStage.DESCRIBE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .getModel(
                        TextEncoderServiceGetModelRequest.newBuilder().setModel(model).build())));
  }

  private static List<Conditioning> conditionings(EncodeResponse response, int expected) {
    if (response.getConditioningsCount() != expected) {
      throw GrpcStage.malformed(
          Stage.TEXT_ENCODER,
          "%d conditionings for %d texts".formatted(response.getConditioningsCount(), expected));
    }
    return response.getConditioningsList().stream()
        .map(GrpcTextEncoderClient::conditioning)
        .toList();
  }

  @Override
  public TokenizedText tokenize(String model, PromptText text) {
    return calls.ask(
        new WorkKind(List.of(), 1, Priority.INTERACTIVE),
        new UnaryCalls.Question<>(
            TextEncoderServiceGrpc.getTokenizeMethod(),
            GrpcPromptTexts.tokenizeRequest(model, text),
            GrpcPromptTexts::tokenized));
  }

  private static Conditioning conditioning(io.latentmesh.v1.Conditioning message) {
    long[] tokenIds = TensorCodec.longs(message.getTokenIds(), "token_ids");
    TensorCodec.requireShape(
        message.getHiddenStates(), "hidden_states", List.of((long) tokenIds.length, -1L));
    return new Conditioning(
        tokenIds,
        TensorCodec.floats(message.getHiddenStates(), "hidden_states"),
        tokenCount(message, tokenIds.length),
        message.hasPooled() ? TensorCodec.floats(message.getPooled(), "pooled") : new float[0]);
  }

  /** Prompts that were mixed have more tokens together than places, and lose none. */
  private static int tokenCount(io.latentmesh.v1.Conditioning message, int length) {
    int count = message.getTokenCount();
    return message.getTruncated() ? count : Math.min(count, length - 2);
  }

  private static TextEncoderDescription description(TextEncoderServiceGetModelResponse response) {
    return new TextEncoderDescription(
        GrpcStage.identity(response.getIdentity()),
        response.getContextLength(),
        response.getHiddenSize(),
        response.getLayers(),
        response.getPooledWidth(),
        response.getZeroesMissingNegative());
  }
}
