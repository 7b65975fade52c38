package io.latentmesh.textencoder;

/** One token of a weighted text. */
record WeightedToken(long id, String piece, float weight) {
  /** Whether a chunk may end behind it. */
  boolean isComma() {
    return piece.equals(",</w>");
  }
}
