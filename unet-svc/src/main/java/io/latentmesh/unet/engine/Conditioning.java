package io.latentmesh.unet.engine;

/**
 * What a row is conditioned on: hidden states [T, D]. Shared by all rows of an image; whoever made
 * it no longer writes to its values.
 */
public final class Conditioning {
  private final int tokens;
  private final float[] hiddenStates;

  /**
   * Takes over {@code hiddenStates}, C order: the caller must not write to them again.
   *
   * @param tokens T, which must divide the number of values
   */
  public Conditioning(int tokens, float[] hiddenStates) {
    if (tokens < 1 || hiddenStates.length % tokens != 0) {
      throw new IllegalArgumentException(
          tokens + " tokens cannot hold " + hiddenStates.length + " values");
    }
    this.tokens = tokens;
    this.hiddenStates = hiddenStates;
  }

  /** T. */
  public int tokens() {
    return tokens;
  }

  /** The values themselves, C order; read only. */
  public float[] hiddenStates() {
    return hiddenStates;
  }
}
