package io.latentmesh.networks.folder;

/**
 * What a text encoder knows of its tokens.
 *
 * @param vocabularySize rows of the token embedding
 * @param positions rows of the position embedding: the longest input in tokens
 * @param begin {@code bos_token_id}
 * @param end {@code eos_token_id}; 2 in old configs, where pooling takes the first largest id
 *     instead (see {@link #poolsAtLargestId})
 * @param pad {@code pad_token_id}; the tokenizer's own files decide what texts are padded with
 */
public record TextTokens(int vocabularySize, int positions, int begin, int end, int pad) {

  static TextTokens read(ConfigFile config) {
    return new TextTokens(
        config.count("vocab_size", 49408),
        config.count("max_position_embeddings", 77),
        config.index("bos_token_id", 49406),
        config.index("eos_token_id", 49407),
        config.index("pad_token_id", 1));
  }

  /**
   * Whether the pooled state is taken at the first largest token id instead of the first {@code
   * end}: transformers' rule for configs written before its end token was right.
   */
  public boolean poolsAtLargestId() {
    return end == 2;
  }
}
