package io.latentmesh.networks.checkpoint;

import io.latentmesh.networks.safetensors.TensorSlice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text encoder of OpenCLIP. Its attention keeps query, key and value in one matrix, whose
 * thirds by rows are the reference's three; its text projection is the transpose of the
 * reference's.
 */
final class OpenClipNames {
  private static final String LAYERS = "transformer.resblocks";
  private static final Map<String, String> LAYER =
      Map.of(
          "ln_1", "layer_norm1",
          "ln_2", "layer_norm2",
          "attn.out_proj", "self_attn.out_proj",
          "mlp.c_fc", "mlp.fc1",
          "mlp.c_proj", "mlp.fc2");
  private static final List<String> PROJECTIONS = List.of("q_proj", "k_proj", "v_proj");
  private static final String OUR_LAYERS = "text_model.encoder.layers.";

  private OpenClipNames() {}

  /**
   * The tensors under the reference's names.
   *
   * @param layers how many of the layers to take: Stable Diffusion 2 leaves out the last
   */
  static Map<String, TensorSlice> translate(NamedTensors clip, int layers) {
    NameTable names =
        new NameTable()
            .put("positional_embedding", "text_model.embeddings.position_embedding.weight")
            .put("token_embedding.weight", "text_model.embeddings.token_embedding.weight")
            .put("ln_final", "text_model.final_layer_norm");
    for (int layer = 0; layer < layers; layer++) {
      names.parts(LAYERS + "." + layer, OUR_LAYERS + layer, LAYER);
    }
    Map<String, TensorSlice> translated = new LinkedHashMap<>(names.translate(clip));
    for (int layer = 0; layer < layers; layer++) {
      putThirds(translated, clip, layer, "weight");
      putThirds(translated, clip, layer, "bias");
    }
    TensorSlice projection = clip.slices().get("text_projection");
    if (projection != null) {
      translated.put("text_projection.weight", projection.transposed());
    }
    return translated;
  }

  /** How many layers the file has. */
  static int layers(NamedTensors clip) {
    return clip.length(LAYERS);
  }

  /** Beginning of the names of the last layer. */
  static String lastLayer(NamedTensors clip) {
    return LAYERS + "." + (layers(clip) - 1) + ".";
  }

  private static void putThirds(
      Map<String, TensorSlice> translated, NamedTensors clip, int layer, String kind) {
    TensorSlice fused = clip.slices().get("%s.%d.attn.in_proj_%s".formatted(LAYERS, layer, kind));
    if (fused == null) {
      return;
    }
    for (int i = 0; i < PROJECTIONS.size(); i++) {
      String ours = OUR_LAYERS + layer + ".self_attn." + PROJECTIONS.get(i) + "." + kind;
      translated.put(ours, fused.part(i, PROJECTIONS.size()));
    }
  }
}
