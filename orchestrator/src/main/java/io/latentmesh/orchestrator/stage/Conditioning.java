package io.latentmesh.orchestrator.stage;

import com.google.common.primitives.Floats;
import com.google.common.primitives.Longs;
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
  private final float[] pooled;
  private final List<Float> timeIds;
  private final List<Float> timestepCondition;

  /**
   * Takes over both arrays.
   *
   * @param tokenIds the T ids fed to the network, with start, end and padding
   * @param hiddenStates [T, D] in C order
   * @param tokenCount tokens of the text before truncation, without start, end and padding
   */
  public Conditioning(long[] tokenIds, float[] hiddenStates, int tokenCount) {
    this(tokenIds, hiddenStates, tokenCount, new float[0]);
  }

  /**
   * As above.
   *
   * @param pooled [P], empty where the model has none
   */
  public Conditioning(long[] tokenIds, float[] hiddenStates, int tokenCount, float[] pooled) {
    if (tokenIds.length == 0 || hiddenStates.length % tokenIds.length != 0) {
      throw new IllegalArgumentException(
          "%d hidden states do not divide among %d tokens"
              .formatted(hiddenStates.length, tokenIds.length));
    }
    this.tokenIds = tokenIds;
    this.hiddenStates = hiddenStates;
    this.width = hiddenStates.length / tokenIds.length;
    this.tokenCount = tokenCount;
    this.pooled = pooled;
    this.timeIds = List.of();
    this.timestepCondition = List.of();
  }

  private Conditioning(Conditioning text, float[] pooled, Vectors vectors) {
    this.tokenIds = text.tokenIds;
    this.hiddenStates = text.hiddenStates;
    this.width = text.width;
    this.tokenCount = text.tokenCount;
    this.pooled = pooled;
    this.timeIds = vectors.timeIds;
    this.timestepCondition = vectors.timestepCondition;
  }

  /**
   * What some denoisers take beside a text; empty where they do not.
   *
   * @param timeIds sizes in pixels, and scores
   * @param timestepCondition features of the guidance scale
   */
  public record Vectors(List<Float> timeIds, List<Float> timestepCondition) {
    public Vectors {
      timeIds = List.copyOf(timeIds);
      timestepCondition = List.copyOf(timestepCondition);
    }
  }

  /** The same text with these vectors. */
  public Conditioning with(Vectors vectors) {
    return new Conditioning(this, pooled, vectors);
  }

  /** The same text for a denoiser that takes hidden states only. */
  public Conditioning withoutPooled() {
    return pooled.length == 0
        ? this
        : new Conditioning(this, new float[0], new Vectors(timeIds, timestepCondition));
  }

  /** Zeros of this text's shape: what some models take where there is no text at all. */
  public Conditioning zeros() {
    return new Conditioning(
        new long[tokenIds.length], new float[hiddenStates.length], 0, new float[pooled.length]);
  }

  /** This text, then {@code other}; all else is this text's. */
  public Conditioning followedBy(Conditioning other) {
    return new Conditioning(
        Longs.concat(tokenIds, other.tokenIds),
        Floats.concat(hiddenStates, other.hiddenStates),
        tokenCount,
        pooled);
  }

  /** T. */
  public int length() {
    return tokenIds.length;
  }

  /** [P]; empty where the model has none. Not to be written to. */
  public float[] pooled() {
    return pooled;
  }

  /** Numbers beside the pooled text; empty where the denoiser takes none. */
  public List<Float> timeIds() {
    return timeIds;
  }

  /** [C], beside the timestep; empty where the denoiser takes none. */
  public List<Float> timestepCondition() {
    return timestepCondition;
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
