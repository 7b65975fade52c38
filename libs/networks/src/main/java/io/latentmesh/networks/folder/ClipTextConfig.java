package io.latentmesh.networks.folder;

import java.nio.file.Path;

/**
 * Shape of a CLIP text encoder: {@code text_encoder/config.json} with the defaults of transformers'
 * {@code CLIPTextConfig}.
 *
 * @param hiddenSize width D of every token's state
 * @param heads attention heads; divides hiddenSize
 * @param eps of the layer norms
 * @param vocabularySize rows of the token embedding
 * @param positions rows of the position embedding: the longest input in tokens
 * @param endToken {@code eos_token_id}; 2 in old configs, where pooling takes the first largest id
 *     instead (see {@link #poolsAtLargestId})
 * @param projectionSize width of the pooled projection, which not every encoder has
 */
public record ClipTextConfig(
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    TextActivation activation,
    double eps,
    int vocabularySize,
    int positions,
    int beginToken,
    int endToken,
    int padToken,
    int projectionSize) {

  /**
   * Reads a config.
   *
   * @throws ModelFolderException if a key has a value that is not supported
   */
  public static ClipTextConfig read(Path file) {
    return read(ConfigFile.read(file));
  }

  /**
   * Reads a config that is no file of its own.
   *
   * @param origin what errors name
   * @throws ModelFolderException if a key has a value that is not supported
   */
  public static ClipTextConfig parse(Path origin, String json) {
    return read(ConfigFile.parse(origin, json));
  }

  private static ClipTextConfig read(ConfigFile config) {
    config.require("model_type", "clip_text_model");
    ClipTextConfig text =
        new ClipTextConfig(
            config.count("hidden_size", 512),
            config.count("intermediate_size", 2048),
            config.count("num_hidden_layers", 12),
            config.count("num_attention_heads", 8),
            activation(config),
            config.positive("layer_norm_eps", 1e-5),
            config.count("vocab_size", 49408),
            config.count("max_position_embeddings", 77),
            config.index("bos_token_id", 49406),
            config.index("eos_token_id", 49407),
            config.index("pad_token_id", 1),
            config.count("projection_dim", 512));
    if (text.hiddenSize % text.heads != 0) {
      throw config.unsupported("num_attention_heads", "a divisor of " + text.hiddenSize);
    }
    return text;
  }

  private static TextActivation activation(ConfigFile config) {
    return switch (config.text("hidden_act", "quick_gelu")) {
      case "quick_gelu" -> TextActivation.QUICK_GELU;
      case "gelu" -> TextActivation.GELU;
      default -> throw config.unsupported("hidden_act", "one of [quick_gelu, gelu]");
    };
  }

  /**
   * Whether the pooled state is taken at the first largest token id instead of the first {@code
   * endToken}: transformers' rule for configs written before its end token was right.
   */
  public boolean poolsAtLargestId() {
    return endToken == 2;
  }
}
