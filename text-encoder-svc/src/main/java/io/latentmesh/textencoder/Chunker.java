package io.latentmesh.textencoder;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text's tokens into chunks that fit the encoder, as AUTOMATIC1111's web interface does: a
 * chunk that is full gives back what follows its last comma, if that is near its end. Confined to
 * one thread; cuts one text.
 */
final class Chunker {
  /** Tokens behind a comma that are worth keeping together; that program's default. */
  private static final int COMMA_BACKTRACK = 20;

  private final int size;
  private final List<List<WeightedToken>> chunks = new ArrayList<>();
  private List<WeightedToken> chunk = new ArrayList<>();
  private int lastComma = -1;

  /**
   * @param size most tokens of a chunk, at least 1
   */
  Chunker(int size) {
    this.size = size;
  }

  void add(WeightedToken token) {
    if (token.isComma()) {
      lastComma = chunk.size();
    } else if (chunk.size() == size && lastComma >= 0 && size - lastComma <= COMMA_BACKTRACK) {
      List<WeightedToken> behind = chunk.subList(lastComma + 1, size);
      List<WeightedToken> moved = List.copyOf(behind);
      behind.clear();
      endChunk();
      chunk.addAll(moved);
    }
    if (chunk.size() == size) {
      endChunk();
    }
    chunk.add(token);
  }

  /** What is added from now on stands in a new chunk; the present one may be empty. */
  void endChunk() {
    chunks.add(List.copyOf(chunk));
    chunk = new ArrayList<>();
    lastComma = -1;
  }

  /** All chunks, at least one; ends the text. */
  List<List<WeightedToken>> chunks() {
    if (!chunk.isEmpty() || chunks.isEmpty()) {
      endChunk();
    }
    return List.copyOf(chunks);
  }
}
