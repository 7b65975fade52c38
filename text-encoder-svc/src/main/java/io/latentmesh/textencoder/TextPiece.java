package io.latentmesh.textencoder;

/** A piece of a weighted text, in the order of reading. */
sealed interface TextPiece {

  /**
   * Words of one weight, tokenized by themselves.
   *
   * @param weight 1 is neutral
   */
  record Words(String text, double weight) implements TextPiece {}

  /** What follows begins a new chunk. */
  record ChunkEnd() implements TextPiece {}
}
