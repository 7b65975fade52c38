package io.latentmesh.orchestrator.prompt;

import java.util.List;
import java.util.regex.Pattern;

/**
 * About how long a text is in tokens, without a tokenizer. CLIP's splits a text into runs of
 * letters, single digits and runs of other characters before it looks anything up; common words are
 * one token each, so that is how many tokens there are at least, and often all.
 */
final class TextLength {
  private static final Pattern PIECE =
      Pattern.compile("\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+", Pattern.UNICODE_CHARACTER_CLASS);

  private TextLength() {}

  /** Chunks of {@code size} tokens, at least 1. */
  static int chunks(PromptText text, int size) {
    return switch (text) {
      case PromptText.Plain _ -> 1;
      case PromptText.Weighted weighted -> chunks(weighted.parts(), size);
      case PromptText.Conjunction conjunction ->
          conjunction.blends().stream().mapToInt(blend -> chunks(blend, size)).sum();
    };
  }

  private static int chunks(PromptText.Blend blend, int size) {
    return blend.prompts().stream()
        .mapToInt(prompt -> chunks(prompt.fragments(), size))
        .max()
        .orElse(1);
  }

  private static int chunks(List<? extends PromptPart> parts, int size) {
    int full = 0;
    int tokens = 0;
    for (PromptPart part : parts) {
      switch (part) {
        case PromptPart.Fragment fragment -> tokens += pieces(fragment.text());
        case PromptPart.Break _ -> {
          full += chunks(tokens, size);
          tokens = 0;
        }
      }
    }
    return full + chunks(tokens, size);
  }

  private static int chunks(int tokens, int size) {
    return Math.max(1, Math.ceilDiv(tokens, size));
  }

  private static int pieces(String text) {
    return (int) PIECE.matcher(text).results().count();
  }
}
