package io.latentmesh.textencoder;

import java.util.List;

/** What is encoded for one text, and what its states are made of. */
interface TextPlan {
  /** What the network is asked for; at least one. */
  List<SharedForwards.Item> items();

  /**
   * The text's states.
   *
   * @param answers one for each item, in order, finite
   */
  FinishedText finish(List<EncodedText> answers);

  /** The tokens that are encoded together, without start, end and padding. */
  List<List<WeightedToken>> chunks();

  /** How many windows its states are as long as. */
  default int chunkCount() {
    return chunks().size();
  }

  /** Whether the network has to be told of tokens that it must not attend to. */
  default boolean hidesTokens() {
    return false;
  }

  /** All tokens of the text, without start, end and padding, even those that do not fit. */
  List<WeightedToken> tokens();

  /** How many {@link #tokens} there are. */
  int tokenCount();

  /** Whether tokens were dropped because they did not fit. */
  default boolean truncated() {
    return false;
  }
}
