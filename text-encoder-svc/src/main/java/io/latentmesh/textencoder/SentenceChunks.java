package io.latentmesh.textencoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Cuts a text's tokens into chunks that fit the encoder, as compel does (SplitLongTextMode
 * SENTENCES): where more remain than fit, behind the last full stop that fits; without one behind
 * the last of {@code . , ; :}, then behind the last whole word, then where the chunk is full.
 */
final class SentenceChunks {
  private static final Set<String> PHRASE_ENDS = Set.of(".</w>", ",</w>", ";</w>", ":</w>");

  /** In the order in which they are tried. */
  private static final List<Predicate<WeightedToken>> ENDS =
      List.of(
          token -> token.piece().equals(".</w>"),
          token -> PHRASE_ENDS.contains(token.piece()),
          token -> token.piece().endsWith("</w>"));

  private SentenceChunks() {}

  /**
   * The chunks, at least one.
   *
   * @param size most tokens of a chunk, at least 1
   */
  static List<List<WeightedToken>> of(List<WeightedToken> tokens, int size) {
    List<List<WeightedToken>> chunks = new ArrayList<>();
    int begin = 0;
    while (tokens.size() - begin > size) {
      int end = begin + lengthOfFirst(tokens.subList(begin, begin + size));
      chunks.add(List.copyOf(tokens.subList(begin, end)));
      begin = end;
    }
    chunks.add(List.copyOf(tokens.subList(begin, tokens.size())));
    return List.copyOf(chunks);
  }

  private static int lengthOfFirst(List<WeightedToken> fitting) {
    for (Predicate<WeightedToken> ends : ENDS) {
      for (int i = fitting.size(); i > 0; i--) {
        if (ends.test(fitting.get(i - 1))) {
          return i;
        }
      }
    }
    return fitting.size();
  }
}
