package io.latentmesh.textencoder;

import java.util.BitSet;
import java.util.List;

/**
 * Fragments as one encoder's tokenizer splits them, in chunks.
 *
 * @param counts tokens of each fragment
 * @param chunks all tokens, at least one chunk
 * @param window positions of a chunk with its start, end and padding
 */
record WordTokens(List<Integer> counts, List<List<WeightedToken>> chunks, int window) {
  WordTokens {
    counts = List.copyOf(counts);
    chunks = List.copyOf(chunks);
  }

  static WordTokens of(ClipTokenizer tokenizer, List<TextPiece.Words> fragments) {
    List<List<WeightedToken>> split =
        fragments.stream()
            .map(words -> tokenizer.tokenize(words.text()).weighted(words.weight()))
            .toList();
    List<WeightedToken> all = split.stream().flatMap(List::stream).toList();
    int window = tokenizer.contextLength();
    return new WordTokens(
        split.stream().map(List::size).toList(), SentenceChunks.of(all, window - 2), window);
  }

  /**
   * Positions of a chunk's window that a fragment covers, where start is 0. One that goes on in the
   * next chunk covers this one's end and padding, too, but for the last position, as in compel.
   *
   * @param chunk index, which may be beyond the chunks
   */
  BitSet covered(int fragment, int chunk) {
    BitSet covered = new BitSet();
    int first = counts.subList(0, fragment).stream().mapToInt(count -> count).sum();
    int end = first + counts.get(fragment);
    int chunkBegin = chunks.stream().limit(chunk).mapToInt(List::size).sum();
    int chunkEnd = chunkBegin + (chunk < chunks.size() ? chunks.get(chunk).size() : 0);
    if (first < chunkEnd && end > chunkBegin) {
      int from = Math.max(first - chunkBegin, 0) + 1;
      covered.set(from, end > chunkEnd ? window - 1 : end - chunkBegin + 1);
    }
    return covered;
  }

  /** All tokens, of all chunks. */
  List<WeightedToken> all() {
    return chunks.stream().flatMap(List::stream).toList();
  }
}
