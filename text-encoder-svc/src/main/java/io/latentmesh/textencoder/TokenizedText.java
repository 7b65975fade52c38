package io.latentmesh.textencoder;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A text's tokens, without start, end and padding, not truncated.
 *
 * @param ids vocabulary indices
 * @param pieces the vocabulary entries, as many as ids
 */
record TokenizedText(List<Long> ids, List<String> pieces) {
  TokenizedText {
    ids = List.copyOf(ids);
    pieces = List.copyOf(pieces);
  }

  /** The tokens, all of one weight. */
  List<WeightedToken> weighted(double weight) {
    return IntStream.range(0, ids.size())
        .mapToObj(i -> new WeightedToken(ids.get(i), pieces.get(i), (float) weight))
        .toList();
  }
}
