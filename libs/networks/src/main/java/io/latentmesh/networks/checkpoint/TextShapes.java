package io.latentmesh.networks.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A text encoder's {@code config.json}, likewise. The tensors have the reference's names. */
record TextShapes(NamedTensors text, TextEncoderPart part) {
  private static final int HEAD_SIZE = 64;

  /** What published configs say: pooling is then at the first largest id, the end of the text. */
  private static final int END_TOKEN = 2;

  Map<String, Object> config() {
    long width = text.extent("text_model.embeddings.token_embedding.weight", 1);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("architectures", List.of(part.architecture()));
    config.put("model_type", "clip_text_model");
    config.put("hidden_size", width);
    config.put("intermediate_size", text.extent("text_model.encoder.layers.0.mlp.fc1.weight", 0));
    config.put("num_hidden_layers", text.length("text_model.encoder.layers"));
    config.put("num_attention_heads", Math.max(1, width / HEAD_SIZE));
    config.put("hidden_act", part.activation());
    config.put("vocab_size", text.extent("text_model.embeddings.token_embedding.weight", 0));
    config.put(
        "max_position_embeddings",
        text.extent("text_model.embeddings.position_embedding.weight", 0));
    config.put("eos_token_id", END_TOKEN);
    config.put("projection_dim", projection(width));
    return config;
  }

  private long projection(long width) {
    return text.has("text_projection.weight") ? text.extent("text_projection.weight", 0) : width;
  }
}
