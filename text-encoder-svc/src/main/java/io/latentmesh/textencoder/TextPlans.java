package io.latentmesh.textencoder;

import io.latentmesh.serving.Violations;
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

  TextPlan of(TextInput input) {
    int clipSkip = input.getClipSkip();
    return input.hasWeighted()
        ? weighted(input.getWeighted(), clipSkip)
        : new PlainText(tokenizers, input.getText(), clipSkip);
  }

  TextPlan of(TokenizeRequest request) {
    return request.hasWeighted()
        ? weighted(request.getWeighted(), 0)
        : new PlainText(tokenizers, request.getText(), 0);
  }

  /** Adds what can only be said of a text when it is in tokens. */
  static void check(TextPlan plan, String field, Violations violations) {
    int chunks = plan.chunks().size();
    violations.check(
        chunks <= MAX_CHUNKS,
        field,
        "must fit into %d chunks, needs %d".formatted(MAX_CHUNKS, chunks));
  }

  private ChunkedText weighted(WeightedText text, int clipSkip) {
    List<TextPiece> pieces = text.getPartsList().stream().map(TextPlans::piece).toList();
    return new ChunkedText(tokenizers.windows(pieces), emphasis(text.getEmphasis()), clipSkip);
  }

  private static TextPiece piece(TextPart part) {
    TextFragment fragment = part.getFragment();
    return part.hasChunkBreak()
        ? new TextPiece.ChunkEnd()
        : new TextPiece.Words(fragment.getText(), fragment.getWeight());
  }

  private static Emphasis emphasis(io.latentmesh.v1.Emphasis emphasis) {
    return switch (emphasis) {
      case EMPHASIS_UNSPECIFIED, EMPHASIS_ORIGINAL, UNRECOGNIZED -> Emphasis.ORIGINAL;
      case EMPHASIS_NO_NORM -> Emphasis.NO_NORM;
      case EMPHASIS_IGNORE, EMPHASIS_NONE -> Emphasis.IGNORE;
    };
  }
}
