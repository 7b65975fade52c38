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
    int chunks = plan instanceof ChunkedText ? plan.chunks().size() : 1;
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

  private ChunkedText weighted(WeightedText text, int clipSkip) {
    List<TextPiece> pieces = text.getPartsList().stream().map(TextPlans::piece).toList();
    return new ChunkedText(tokenizers.windows(pieces), emphasis(text.getEmphasis()), clipSkip);
  }

  private BlendedText blended(Conjunction conjunction, int clipSkip) {
    List<BlendedText.Blend> blends =
        conjunction.getBlendsList().stream()
            .map(blend ->
                new BlendedText.Blend(
                    blend.getWeight(),
                    blend.getPromptsList().stream().map(this::blendedPrompt).toList(),
                    blend.getNormalized()))
            .toList();
    return new BlendedText(tokenizers.cut(List.of()), blends, clipSkip);
  }

  private BlendedText.Weighted blendedPrompt(BlendedPrompt prompt) {
    List<TextPiece.Words> fragments =
        prompt.getFragmentsList().stream().map(TextPlans::words).toList();
    return new BlendedText.Weighted(prompt.getWeight(), CompelPrompt.of(tokenizers, fragments));
  }

  private static TextPiece.Words words(TextFragment fragment) {
    return new TextPiece.Words(fragment.getText(), fragment.getWeight());
  }

  private static TextPiece piece(TextPart part) {
    return part.hasChunkBreak() ? new TextPiece.ChunkEnd() : words(part.getFragment());
  }

  private static Emphasis emphasis(io.latentmesh.v1.Emphasis emphasis) {
    return switch (emphasis) {
      case EMPHASIS_UNSPECIFIED, EMPHASIS_ORIGINAL, UNRECOGNIZED -> Emphasis.ORIGINAL;
      case EMPHASIS_NO_NORM -> Emphasis.NO_NORM;
      case EMPHASIS_IGNORE, EMPHASIS_NONE -> Emphasis.IGNORE;
    };
  }
}
