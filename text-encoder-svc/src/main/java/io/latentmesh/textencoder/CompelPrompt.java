package io.latentmesh.textencoder;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One prompt with weights in the manner of compel 2 (downweight mode "remove"): states of weighted
 * tokens lie on the line through those of the empty text; a fragment of weight w below 1 also moves
 * everything towards the prompt without it, with tan((1 - w) pi / 2) parts of that to one of this.
 *
 * @param tokens of the whole prompt, as the first encoder's tokenizer splits it
 * @param windows the prompt, then for each of {@code parts} the prompt without a fragment
 * @param parts of what the windows but the first make, to one part of the first
 */
record CompelPrompt(List<WeightedToken> tokens, List<WeightedWindow> windows, List<Double> parts) {
  /** Of weight 0 there would be infinitely many parts. */
  private static final double LEAST_WEIGHT = 1e-5;

  CompelPrompt {
    tokens = List.copyOf(tokens);
    windows = List.copyOf(windows);
    parts = List.copyOf(parts);
  }

  static CompelPrompt of(Tokenizers tokenizers, List<TextPiece.Words> fragments) {
    List<WeightedWindow> windows = new ArrayList<>();
    List<Double> parts = new ArrayList<>();
    windows.add(tokenizers.cut(fragments));
    for (int i = 0; i < fragments.size(); i++) {
      if (fragments.get(i).weight() < 1) {
        windows.add(tokenizers.cut(without(fragments, i)));
        double weight = Math.max(LEAST_WEIGHT, fragments.get(i).weight());
        parts.add(Math.tan((1 - weight) * Math.PI / 2));
      }
    }
    List<WeightedToken> tokens =
        fragments.stream()
            .flatMap(words -> tokenizers.tokenize(words.text()).weighted(words.weight()).stream())
            .toList();
    return new CompelPrompt(tokens, windows, parts);
  }

  /** The tokens that are encoded. */
  List<WeightedToken> usedTokens() {
    return windows.getFirst().tokens();
  }

  /**
   * The prompt's states.
   *
   * @param answers the next ones are those of {@link #windows}
   * @param nothing the empty text's
   */
  EncodedText finish(Iterator<EncodedText> answers, EncodedText nothing) {
    List<EncodedText> states =
        windows.stream().map(window -> window.fromEmpty(answers.next(), nothing)).toList();
    List<Double> weights = new ArrayList<>();
    weights.add(1.0);
    weights.addAll(parts);
    return StateMix.sum(states, StateMix.shares(weights));
  }

  private static List<TextPiece.Words> without(List<TextPiece.Words> fragments, int index) {
    return IntStream.range(0, fragments.size())
        .filter(i -> i != index)
        .mapToObj(fragments::get)
        .toList();
  }
}
