package io.latentmesh.orchestrator.prompt;

/** A piece of a weighted text, in the order of reading. */
public sealed interface PromptPart {

  /**
   * Words of one weight. Tokenized by themselves.
   *
   * @param text not empty
   * @param weight 1 is neutral; finite
   */
  record Fragment(String text, double weight) implements PromptPart {
    public Fragment {
      if (text.isEmpty() || !Double.isFinite(weight)) {
        throw new IllegalArgumentException("'%s' with weight %s".formatted(text, weight));
      }
      weight += 0.0; // Minus zero is zero.
    }
  }

  /** What follows begins a new chunk. */
  record Break() implements PromptPart {}
}
