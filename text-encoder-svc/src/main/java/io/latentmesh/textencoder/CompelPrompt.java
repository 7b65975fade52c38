package io.latentmesh.textencoder;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One prompt with weights in the manner of compel 2: states of weighted tokens lie on the line
 * through those of the empty text; a fragment of weight w below 1 also moves everything towards the
 * prompt without it, with tan((1 - w) pi / 2) parts of that to one of this.
 *
 * @param variants the prompt, then for each fragment of a weight below 1 the prompt without it
 */
record CompelPrompt(List<Variant> variants) {
  /** Of weight 0 there would be infinitely many parts. */
  private static final double LEAST_WEIGHT = 1e-5;

  CompelPrompt {
    variants = List.copyOf(variants);
  }

  /**
   * What is encoded, one chunk behind the other.
   *
   * @param part of it in the mix, to one part of the prompt itself
   * @param windows at least one
   */
  record Variant(double part, List<WeightedWindow> windows) {
    Variant {
      windows = List.copyOf(windows);
    }

    private FinishedText finish(
        Function<WeightedWindow, EncodedText> answers, EncodedText nothing) {
      return FinishedText.joined(
          windows.stream()
              .map(window ->
                  new FinishedText(
                      window.window().ids(), window.fromEmpty(answers.apply(window), nothing)))
              .toList());
    }
  }

  static CompelPrompt of(
      Tokenizers tokenizers, List<TextPiece.Words> fragments, Downweight downweight) {
    List<WordTokens> tokens = tokenizers.words(fragments);
    List<WeightedWindow> windows = tokenizers.windowsOf(tokens);
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant(1, windows));
    for (int i = 0; i < fragments.size(); i++) {
      if (fragments.get(i).weight() < 1) {
        List<WeightedWindow> without =
            switch (downweight) {
              case MASK -> masked(windows, tokens, i);
              case REMOVE -> tokenizers.windowsOf(tokenizers.words(without(fragments, i)));
            };
        variants.add(new Variant(part(fragments.get(i).weight()), without));
      }
    }
    return new CompelPrompt(variants);
  }

  private static double part(double weight) {
    return Math.tan((1 - Math.max(LEAST_WEIGHT, weight)) * Math.PI / 2);
  }

  /** The windows of the whole prompt; those that the fragment is not in are the same. */
  private static List<WeightedWindow> masked(
      List<WeightedWindow> windows, List<WordTokens> tokens, int fragment) {
    return IntStream.range(0, windows.size())
        .mapToObj(chunk -> {
          List<BitSet> hidden = tokens.stream().map(each -> each.covered(fragment, chunk)).toList();
          return windows.get(chunk).hiding(hidden);
        })
        .toList();
  }

  /** What has to be encoded for it. */
  Stream<WeightedWindow> windows() {
    return variants.stream().flatMap(variant -> variant.windows.stream());
  }

  /** The prompt itself, by chunk, as the first encoder's tokenizer splits it. */
  List<List<WeightedToken>> chunks() {
    return variants.getFirst().windows.stream().map(WeightedWindow::tokens).toList();
  }

  /**
   * The prompt's states.
   *
   * @param answers for each of {@link #windows}
   * @param nothing the empty text, which shorter variants are followed by
   */
  FinishedText finish(Function<WeightedWindow, EncodedText> answers, FinishedText nothing) {
    List<FinishedText> states =
        variants.stream().map(each -> each.finish(answers, nothing.encoded())).toList();
    List<Double> parts = variants.stream().map(Variant::part).toList();
    return StateMix.sum(FinishedText.levelled(states, nothing), StateMix.shares(parts));
  }

  private static List<TextPiece.Words> without(List<TextPiece.Words> fragments, int index) {
    return IntStream.range(0, fragments.size())
        .filter(i -> i != index)
        .mapToObj(fragments::get)
        .toList();
  }
}
