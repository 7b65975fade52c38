package io.latentmesh.networks.folder;

import java.nio.file.Path;

/**
 * Shape of a CLIP text encoder: {@code text_encoder/config.json} with the defaults of transformers'
 * {@code CLIPTextConfig}.
 *
 * @param hiddenSize width D of every token's state
 * @param heads attention heads; divides hiddenSize
 * @param eps of the layer norms
 * @param projectionSize width P of the projection of the pooled state, where the architecture has
 *     one
 */
public record ClipTextConfig(
    TextArchitecture architecture,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    TextActivation activation,
    double eps,
    TextTokens tokens,
    int projectionSize) {

  /**
   * Reads a config.
   *
   * @param architecture as the model's index says; the config's own word for it does not count
   * @throws ModelFolderException if a key has a value that is not supported
   */
  public static ClipTextConfig read(Path file, TextArchitecture architecture) {
    return read(ConfigFile.read(file), architecture);
  }

  /**
   * Reads a config that is no file of its own.
   *
   * @param origin what errors name
   * @throws ModelFolderException if a key has a value that is not supported
   */
  public static ClipTextConfig parse(Path origin, String json, TextArchitecture architecture) {
    return read(ConfigFile.parse(origin, json), architecture);
  }

  private static ClipTextConfig read(ConfigFile config, TextArchitecture architecture) {
    config.require("model_type", "clip_text_model");
    ClipTextConfig text =
        new ClipTextConfig(
            architecture,
            config.count("hidden_size", 512),
            config.count("intermediate_size", 2048),
            config.count("num_hidden_layers", 12),
            config.count("num_attention_heads", 8),
            activation(config),
            config.positive("layer_norm_eps", 1e-5),
            TextTokens.read(config),
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

  /** The longest input in tokens. */
  public int positions() {
    return tokens.positions();
  }

  /** Ids are below this. */
  public int vocabularySize() {
    return tokens.vocabularySize();
  }
}
