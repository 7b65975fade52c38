package io.latentmesh.textencoder;

import io.latentmesh.networks.runtime.TextRow;
import java.util.BitSet;
import java.util.List;

/**
 * What the encoders are fed for one text: start, the tokens that fit, end, padding. Encoders of one
 * model have the same tokens and may have another padding.
 */
final class TokenWindow {
  private final List<long[]> ids;
  private final int tokenCount;
  private final List<BitSet> hidden; // for each encoder, or none

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
    this(ids, tokenCount, List.of());
  }

  private TokenWindow(List<long[]> ids, int tokenCount, List<BitSet> hidden) {
    this.ids = List.copyOf(ids);
    this.tokenCount = tokenCount;
    this.hidden = hidden.stream().map(each -> (BitSet) each.clone()).toList();
  }

  /**
   * The same window with positions that no position attends to.
   *
   * @param positions for each encoder; never 0
   */
  TokenWindow hiding(List<BitSet> positions) {
    return new TokenWindow(ids, tokenCount, positions);
  }

  /** Whether any position is hidden from the others. */
  boolean hides() {
    return hidden.stream().anyMatch(each -> !each.isEmpty());
  }

  /** What one encoder is fed. */
  TextRow row(int encoder) {
    return hidden.isEmpty()
        ? new TextRow(ids(encoder))
        : new TextRow(ids(encoder), hidden.get(encoder));
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
