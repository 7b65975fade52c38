package io.latentmesh.textencoder;

/** What the network is fed for one text: start, the tokens that fit, end, padding. */
final class TokenWindow {
  private final long[] ids;
  private final int tokenCount;

  /** Takes over {@code ids}: the caller must not write to them again. */
  TokenWindow(long[] ids, int tokenCount) {
    this.ids = ids;
    this.tokenCount = tokenCount;
  }

  /** [T]; read only. */
  long[] ids() {
    return ids;
  }

  /** Tokens of the whole text, without start, end and padding. */
  int tokenCount() {
    return tokenCount;
  }

  /** Whether the text had more tokens than the T - 2 that fit. */
  boolean truncated() {
    return tokenCount > ids.length - 2;
  }
}
