package io.latentmesh.orchestrator.peer;

import io.latentmesh.orchestrator.prompt.Downweight;
import io.latentmesh.orchestrator.prompt.Emphasis;
import io.latentmesh.orchestrator.prompt.PromptPart;
import io.latentmesh.orchestrator.prompt.PromptText;
import io.latentmesh.orchestrator.stage.TextEncoder.Input;
import io.latentmesh.orchestrator.stage.TokenizedText;
import io.latentmesh.v1.Blend;
import io.latentmesh.v1.BlendedPrompt;
import io.latentmesh.v1.ChunkBreak;
import io.latentmesh.v1.Conjunction;
import io.latentmesh.v1.TextFragment;
import io.latentmesh.v1.TextInput;
import io.latentmesh.v1.TextPart;
import io.latentmesh.v1.TokenChunk;
import io.latentmesh.v1.TokenizeRequest;
import io.latentmesh.v1.TokenizeResponse;
import io.latentmesh.v1.WeightedText;
import java.util.List;

/** Texts as messages of the wire contract, and their tokens back. */
final class GrpcPromptTexts {
  private GrpcPromptTexts() {}

  static TextInput input(Input input) {
    var message = TextInput.newBuilder().setClipSkip(input.clipSkip());
    switch (input.text()) {
      case PromptText.Plain plain -> message.setText(plain.text());
      case PromptText.Weighted weighted -> message.setWeighted(weighted(weighted));
      case PromptText.Conjunction conjunction -> message.setConjunction(conjunction(conjunction));
    }
    return message.build();
  }

  static TokenizeRequest tokenizeRequest(String model, PromptText text) {
    var request = TokenizeRequest.newBuilder().setModel(model);
    switch (text) {
      case PromptText.Plain plain -> request.setText(plain.text());
      case PromptText.Weighted weighted -> request.setWeighted(weighted(weighted));
      case PromptText.Conjunction conjunction -> request.setConjunction(conjunction(conjunction));
    }
    return request.build();
  }

  static TokenizedText tokenized(TokenizeResponse response) {
    return new TokenizedText(
        response.getChunksList().stream().map(GrpcPromptTexts::chunk).toList(),
        response.getTokensCount());
  }

  private static List<TokenizedText.Token> chunk(TokenChunk chunk) {
    return chunk.getTokensList().stream()
        .map(token -> new TokenizedText.Token(token.getId(), token.getPiece(), token.getWeight()))
        .toList();
  }

  private static WeightedText weighted(PromptText.Weighted text) {
    var message = WeightedText.newBuilder().setEmphasis(emphasis(text.emphasis()));
    text.parts().forEach(part -> message.addParts(part(part)));
    return message.build();
  }

  private static TextPart part(PromptPart part) {
    return switch (part) {
      case PromptPart.Fragment fragment ->
          TextPart.newBuilder().setFragment(fragment(fragment)).build();
      case PromptPart.Break ignored ->
          TextPart.newBuilder().setChunkBreak(ChunkBreak.getDefaultInstance()).build();
    };
  }

  private static TextFragment fragment(PromptPart.Fragment fragment) {
    return TextFragment.newBuilder().setText(fragment.text()).setWeight(fragment.weight()).build();
  }

  private static Conjunction conjunction(PromptText.Conjunction conjunction) {
    var message = Conjunction.newBuilder().setDownweight(downweight(conjunction.downweight()));
    if (!conjunction.source().isEmpty()) {
      message.setPooledText(conjunction.source());
    }
    for (PromptText.Blend blend : conjunction.blends()) {
      var blended = Blend.newBuilder();
      blended.setWeight(blend.weight()).setNormalized(blend.normalized());
      blend.prompts().forEach(prompt -> blended.addPrompts(prompt(prompt)));
      message.addBlends(blended);
    }
    return message.build();
  }

  private static BlendedPrompt prompt(PromptText.BlendedPrompt prompt) {
    return BlendedPrompt.newBuilder()
        .setWeight(prompt.weight())
        .addAllFragments(prompt.fragments().stream().map(GrpcPromptTexts::fragment).toList())
        .build();
  }

  private static io.latentmesh.v1.Downweight downweight(Downweight downweight) {
    return switch (downweight) {
      case MASK -> io.latentmesh.v1.Downweight.DOWNWEIGHT_MASK;
      case REMOVE -> io.latentmesh.v1.Downweight.DOWNWEIGHT_REMOVE;
    };
  }

  private static io.latentmesh.v1.Emphasis emphasis(Emphasis emphasis) {
    return switch (emphasis) {
      case ORIGINAL -> io.latentmesh.v1.Emphasis.EMPHASIS_ORIGINAL;
      case NO_NORM -> io.latentmesh.v1.Emphasis.EMPHASIS_NO_NORM;
      case IGNORE -> io.latentmesh.v1.Emphasis.EMPHASIS_IGNORE;
      case NONE -> io.latentmesh.v1.Emphasis.EMPHASIS_NONE;
    };
  }
}
