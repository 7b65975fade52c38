package io.latentmesh.textencoder;

import java.util.List;

/**
 * What the encoders are fed for one text: start, the tokens that fit, end, padding. Encoders of one
 * model have the same tokens and may have another padding.
 */
final class TokenWindow {
  private final List<long[]> ids;
  private final int tokenCount;

  /** Takes over {@code ids}: the caller must not write to them again. */
  TokenWindow(long[] ids, int tokenCount) {
    this(List.of(ids), tokenCount);
  }

  /**
   * As above.
   *
   * @param ids for each encoder, at least one
   */
  TokenWindow(List<long[]> ids, int tokenCount) {
    this.ids = List.copyOf(ids);
    this.tokenCount = tokenCount;
  }

  /** [T] of the first encoder; read only. */
  long[] ids() {
    return ids(0);
  }

  /** [T] of one encoder; read only. */
  long[] ids(int encoder) {
    return ids.get(encoder);
  }

  /** Tokens of the whole text, without start, end and padding. */
  int tokenCount() {
    return tokenCount;
  }

  /** Whether the text had more tokens than the T - 2 that fit. */
  boolean truncated() {
    return tokenCount > ids().length - 2;
  }
}
