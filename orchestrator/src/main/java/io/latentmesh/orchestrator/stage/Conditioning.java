package io.latentmesh.orchestrator.stage;

import java.util.List;

/**
 * A text as the network sees it. Holds arrays: whoever made it handed them over, and nobody writes
 * to them again.
 */
public final class Conditioning {
  private final long[] tokenIds;
  private final float[] hiddenStates;
  private final int width;
  private final int tokenCount;

  /**
   * Takes over both arrays.
   *
   * @param tokenIds the T ids fed to the network, with start, end and padding
   * @param hiddenStates [T, D] in C order
   * @param tokenCount tokens of the text before truncation, without start, end and padding
   */
  public Conditioning(long[] tokenIds, float[] hiddenStates, int tokenCount) {
    if (tokenIds.length == 0 || hiddenStates.length % tokenIds.length != 0) {
      throw new IllegalArgumentException(
          "%d hidden states do not divide among %d tokens"
              .formatted(hiddenStates.length, tokenIds.length));
    }
    this.tokenIds = tokenIds;
    this.hiddenStates = hiddenStates;
    this.width = hiddenStates.length / tokenIds.length;
    this.tokenCount = tokenCount;
  }

  /** The T ids fed to the network. Not to be written to. */
  public long[] tokenIds() {
    return tokenIds;
  }

  /** [T, D] in C order. Not to be written to. */
  public float[] hiddenStates() {
    return hiddenStates;
  }

  /** T and D. */
  public List<Long> shape() {
    return List.of((long) tokenIds.length, (long) width);
  }

  /** Tokens of the text before truncation, without start, end and padding. */
  public int tokenCount() {
    return tokenCount;
  }

  /** Most tokens of a text that the network sees: T without start and end. */
  public int tokenLimit() {
    return tokenIds.length - 2;
  }

  /** Whether the text had more tokens than fit and the rest was dropped. */
  public boolean truncated() {
    return tokenCount > tokenLimit();
  }
}
