package io.latentmesh.textencoder;

import io.latentmesh.serving.Violations;
import io.latentmesh.v1.BlendedPrompt;
import io.latentmesh.v1.Conjunction;
import io.latentmesh.v1.TextFragment;
import io.latentmesh.v1.TextInput;
import io.latentmesh.v1.TextPart;
import io.latentmesh.v1.TokenizeRequest;
import io.latentmesh.v1.WeightedText;
import java.util.List;
import java.util.Optional;

/** Texts of the wire contract, checked before, as what is encoded for them. */
record TextPlans(Tokenizers tokenizers) {
  /** As many positions as a denoiser takes by default: 1001 of 1024. */
  private static final int MAX_CHUNKS = 13;

  /** One for the empty text, one for each prompt, one for each fragment of a weight below 1. */
  private static final int MAX_WINDOWS = 256;

  TextPlan of(TextInput input) {
    int clipSkip = input.getClipSkip();
    if (input.hasWeighted()) {
      return weighted(input.getWeighted(), clipSkip);
    }
    return input.hasConjunction()
        ? blended(input.getConjunction(), clipSkip)
        : new PlainText(tokenizers, input.getText(), clipSkip);
  }

  TextPlan of(TokenizeRequest request) {
    TextInput.Builder input = TextInput.newBuilder().setText(request.getText());
    if (request.hasWeighted()) {
      input.setWeighted(request.getWeighted());
    }
    if (request.hasConjunction()) {
      input.setConjunction(request.getConjunction());
    }
    return of(input.build());
  }

  /** Adds what can only be said of a text when it is in tokens. */
  static void check(TextPlan plan, String field, Violations violations) {
    int chunks = plan.chunkCount();
    violations.check(
        chunks <= MAX_CHUNKS,
        field,
        "must fit into %d chunks, needs %d".formatted(MAX_CHUNKS, chunks));
    int windows = plan.items().size();
    violations.check(
        windows <= MAX_WINDOWS,
        field,
        "must be encoded in %d windows, needs %d".formatted(MAX_WINDOWS, windows));
  }

  /** Adds what an encoder cannot do. */
  static void check(TextPlan plan, AttentionMask mask, String field, Violations violations) {
    violations.check(
        mask == AttentionMask.TAKEN || !plan.hidesTokens(),
        field + ".conjunction.downweight",
        "must be DOWNWEIGHT_REMOVE where weights are below 1: this model's text encoder is an"
            + " exported graph, which takes no attention mask");
  }

  private ChunkedText weighted(WeightedText text, int clipSkip) {
    List<TextPiece> pieces = text.getPartsList().stream().map(TextPlans::piece).toList();
    return new ChunkedText(tokenizers.windows(pieces), emphasis(text.getEmphasis()), clipSkip);
  }

  private BlendedText blended(Conjunction conjunction, int clipSkip) {
    Downweight downweight = downweight(conjunction.getDownweight());
    List<BlendedText.Blend> blends =
        conjunction.getBlendsList().stream()
            .map(blend ->
                new BlendedText.Blend(
                    blend.getWeight(),
                    blend.getPromptsList().stream()
                        .map(prompt -> blendedPrompt(prompt, downweight))
                        .toList(),
                    blend.getNormalized()))
            .toList();
    return new BlendedText(
        tokenizers.windows(List.of()).getFirst(),
        blends,
        conjunction.hasPooledText()
            ? Optional.of(tokenizers.window(conjunction.getPooledText()))
            : Optional.empty(),
        clipSkip);
  }

  private BlendedText.Weighted blendedPrompt(BlendedPrompt prompt, Downweight downweight) {
    List<TextPiece.Words> fragments =
        prompt.getFragmentsList().stream().map(TextPlans::words).toList();
    return new BlendedText.Weighted(
        prompt.getWeight(), CompelPrompt.of(tokenizers, fragments, downweight));
  }

  private static TextPiece.Words words(TextFragment fragment) {
    return new TextPiece.Words(fragment.getText(), fragment.getWeight());
  }

  private static TextPiece piece(TextPart part) {
    return part.hasChunkBreak() ? new TextPiece.ChunkEnd() : words(part.getFragment());
  }

  private static Downweight downweight(io.latentmesh.v1.Downweight downweight) {
    return switch (downweight) {
      case DOWNWEIGHT_UNSPECIFIED, DOWNWEIGHT_MASK, UNRECOGNIZED -> Downweight.MASK;
      case DOWNWEIGHT_REMOVE -> Downweight.REMOVE;
    };
  }

  private static Emphasis emphasis(io.latentmesh.v1.Emphasis emphasis) {
    return switch (emphasis) {
      case EMPHASIS_UNSPECIFIED, EMPHASIS_ORIGINAL, UNRECOGNIZED -> Emphasis.ORIGINAL;
      case EMPHASIS_NO_NORM -> Emphasis.NO_NORM;
      case EMPHASIS_IGNORE, EMPHASIS_NONE -> Emphasis.IGNORE;
    };
  }
}
