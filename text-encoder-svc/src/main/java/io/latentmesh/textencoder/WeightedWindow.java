package io.latentmesh.textencoder;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One chunk of a weighted text, as each encoder of the model is fed it.
 *
 * @param chunks for each encoder the chunk's tokens
 */
record WeightedWindow(TokenWindow window, List<List<WeightedToken>> chunks) {
  WeightedWindow {
    chunks = List.copyOf(chunks);
  }

  /** The states times the weights of their tokens; start, end and padding keep theirs. */
  EncodedText weighted(EncodedText encoded, Emphasis emphasis) {
    int tokens = window.ids().length;
    float[] states = encoded.hiddenStates().clone();
    int row = states.length / tokens;
    int begin = 0;
    List<Integer> widths = encoded.widths(tokens);
    for (int encoder = 0; encoder < widths.size(); encoder++) {
      int width = widths.get(encoder);
      var columns = new StateColumns(states, row, begin, begin + width);
      emphasis.apply(columns, weights(encoder));
      begin += width;
    }
    return encoded.with(states);
  }

  /** As {@link #weighted}, but weights lead from the states of the empty text through these. */
  EncodedText fromEmpty(EncodedText encoded, EncodedText empty) {
    int tokens = window.ids().length;
    float[] states = encoded.hiddenStates().clone();
    int row = states.length / tokens;
    int begin = 0;
    List<Integer> widths = encoded.widths(tokens);
    for (int encoder = 0; encoder < widths.size(); encoder++) {
      int end = begin + widths.get(encoder);
      var columns = new StateColumns(states, row, begin, end);
      List<Float> weights = weights(encoder);
      for (int i = 0; i < weights.size(); i++) {
        columns.moveRow(i + 1, empty.hiddenStates(), weights.get(i));
      }
      begin = end;
    }
    return encoded.with(states);
  }

  /** Of positions 1 and on; empty when all are neutral. */
  private List<Float> weights(int encoder) {
    List<WeightedToken> chunk = chunks.get(encoder);
    boolean neutral = chunk.stream().allMatch(token -> token.weight() == 1);
    return neutral ? List.of() : chunk.stream().map(WeightedToken::weight).toList();
  }

  /** Tokens as the first encoder sees them. */
  List<WeightedToken> tokens() {
    return chunks.getFirst();
  }

  /**
   * This window with positions that no position attends to; itself without any.
   *
   * @param positions for each encoder
   */
  WeightedWindow hiding(List<BitSet> positions) {
    return positions.stream().allMatch(BitSet::isEmpty)
        ? this
        : new WeightedWindow(window.hiding(positions), chunks);
  }

  /**
   * One for each chunk.
   *
   * @param all for each encoder its chunks
   */
  static List<WeightedWindow> of(
      List<ClipTokenizer> tokenizers, List<List<List<WeightedToken>>> all) {
    int most = all.stream().mapToInt(List::size).max().orElseThrow();
    return IntStream.range(0, most).mapToObj(i -> window(tokenizers, all, i)).toList();
  }

  /** Encoders whose tokens need fewer chunks than another's get empty ones. */
  private static WeightedWindow window(
      List<ClipTokenizer> tokenizers, List<List<List<WeightedToken>>> all, int index) {
    List<List<WeightedToken>> chunks =
        all.stream()
            .map(own -> index < own.size() ? own.get(index) : List.<WeightedToken>of())
            .toList();
    List<long[]> ids =
        IntStream.range(0, tokenizers.size())
            .mapToObj(i -> tokenizers.get(i).padded(chunks.get(i)))
            .toList();
    return new WeightedWindow(new TokenWindow(ids, chunks.getFirst().size()), chunks);
  }
}
