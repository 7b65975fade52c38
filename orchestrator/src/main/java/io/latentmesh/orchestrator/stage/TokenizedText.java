package io.latentmesh.orchestrator.stage;

import java.util.List;

/**
 * A text as an encoder's tokenizer splits it.
 *
 * @param chunks what is encoded together, without start, end and padding
 * @param tokenCount of the whole text; more than are in the chunks when it was cut off
 */
public record TokenizedText(List<List<Token>> chunks, int tokenCount) {
  public TokenizedText {
    chunks = chunks.stream().map(List::copyOf).toList();
  }

  /**
   * One entry of the vocabulary.
   *
   * @param weight 1 is neutral
   */
  public record Token(long id, String piece, double weight) {}
}
